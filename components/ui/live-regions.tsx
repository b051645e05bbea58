import { regionIds } from './announcer'

/**
 * Where `announce` speaks. There from the first byte: a region that appears with its text is not read. What
 * has `aria-live` is left audible by a modal dialog; the roles that imply it don't count there.
 */
export function LiveRegions() {
  return (
    <div className="sr-only">
      <output id={regionIds.polite} aria-live="polite" className="block" />
      <div id={regionIds.assertive} role="alert" aria-live="assertive" />
    </div>
  )
}
