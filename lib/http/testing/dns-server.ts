import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export type DnsAnswer =
  | { addresses: string[] }
  /** 2 is SERVFAIL, 3 is NXDOMAIN, 5 is REFUSED */
  | { code: number }
  | 'silent'

export type DnsQuestion = { name: string; type: 'A' | 'AAAA' | 'other'; index: number }

export type DnsServer = {
  /** `ip:port`, as `EGRESS_DNS_SERVERS` has it. */
  address: string
  questions: DnsQuestion[]
  close(): Promise<void>
}

/**
 * A DNS server that may lie: rebind (by `index`), mix good and bad addresses, stay silent, fail. It
 * puts only addresses of the asked family into an answer.
 */
export async function startDnsServer(answer: (question: DnsQuestion) => DnsAnswer): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const questions: DnsQuestion[] = []
  socket.on('message', (query, peer) => {
    const { name, end } = readName(query)
    const typeCode = query.readUInt16BE(end)
    const type = typeCode === 1 ? 'A' : typeCode === 28 ? 'AAAA' : 'other'
    const index = questions.filter((item) => item.name === name && item.type === type).length
    const question: DnsQuestion = { name, type, index }
    questions.push(question)
    const reply = answer(question)
    if (reply === 'silent') return
    const code = 'code' in reply ? reply.code : 0
    const all = 'addresses' in reply ? reply.addresses : []
    const records = all.filter((item) => item.includes(':') === (type === 'AAAA') && type !== 'other')
    const head = Buffer.alloc(12)
    query.copy(head, 0, 0, 2)
    head.writeUInt16BE(0x8180 | code, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(records.length, 6)
    const parts = records.map((item) => record(typeCode, addressBytes(item)))
    socket.send(Buffer.concat([head, query.subarray(12, end + 4), ...parts]), peer.port, peer.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

function record(typeCode: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(typeCode, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(bytes.length, 10)
  return Buffer.concat([head, bytes])
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number))
  const [left = '', right] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const after = right === undefined ? [] : groups(right)
  const zeros = right === undefined ? [] : Array<string>(8 - groups(left).length - after.length).fill('0')
  const hex = [...groups(left), ...zeros, ...after].map((group) => group.padStart(4, '0')).join('')
  return Buffer.from(hex, 'hex')
}
