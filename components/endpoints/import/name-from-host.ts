import { parseAddress } from '@/lib/http/address-rules'
import { hostOf } from '@/lib/http/url-rules'

/** A name to start with: `https://api.example.com` becomes “Example API”. */
export function nameFromHost(url: URL): string {
  const labels = url.hostname.split('.')
  if (parseAddress(hostOf(url)) || labels.length === 1) return url.host
  // Of `api.example.co.uk` the part before the ending that only looks like a name.
  const second = labels.at(-2) ?? ''
  const label = labels.length > 2 && second.length <= 3 ? (labels.at(-3) ?? second) : second
  return `${label.charAt(0).toUpperCase()}${label.slice(1)} API`
}
