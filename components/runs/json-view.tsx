import { BodyView } from './body-view'

/** A JSON value as text, or a sentence when there is none. */
export function JsonView({ value, label, fileName }: { value: unknown; label: string; fileName: string }) {
  if (value === undefined || value === null) return <p className="text-sm text-muted">Nothing.</p>
  return <BodyView text={JSON.stringify(value)} label={label} fileName={fileName} />
}
