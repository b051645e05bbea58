import { regionIds } from './announcer'

/** Where `announce` speaks. There from the first byte: a region that appears with its text is not read. */
export function LiveRegions() {
  return (
    <div className="sr-only">
      <output id={regionIds.polite} className="block" />
      <div id={regionIds.assertive} role="alert" />
    </div>
  )
}
