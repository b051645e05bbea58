/** What a sealed secret belongs to. It opens with exactly the same binding and no other. */
export type Binding = { orgId: string; endpointId: string; field: string }

/**
 * The additional data of both layers: every part behind its length in bytes, so that no two different
 * lists of parts encode alike (`ab`+`c` and `a`+`bc`).
 */
export function encodeBinding(
  layer: 'key' | 'data',
  version: string,
  keyId: string,
  binding: Binding,
): Buffer {
  const parts = ['sluice', version, layer, keyId, binding.orgId, binding.endpointId, binding.field]
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}
