/** The part of an address that a name becomes: `Ünited APIs, Inc.` is `united-apis-inc`. */
export function slugFrom(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  return words.join('-').slice(0, 48).replace(/-+$/, '') || 'organization'
}
