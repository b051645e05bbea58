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
  const sizes = parts.map((part) => Buffer.byteLength(part, 'utf8'))
  const encoded = Buffer.alloc(sizes.reduce((sum, size) => sum + 4 + size, 0))
  let place = 0
  parts.forEach((part, index) => {
    place = encoded.writeUInt32BE(sizes[index] ?? 0, place)
    place += encoded.write(part, place, 'utf8')
  })
  return encoded
}
