import { readFileSync } from 'node:fs'

/** As far as it is read here. */
type Har = {
  log: {
    entries: {
      request: { url: string }
      response: { headers: unknown[]; content: { text?: string; encoding?: string } }
    }[]
  }
}

export type ReceivedResponse = { url: string; text: string }

/** Headers and body of every response in a recording of Playwright's: pages, RSC payloads, actions, JSON. */
export function receivedResponses(path: string): ReceivedResponse[] {
  const { log } = JSON.parse(readFileSync(path, 'utf8')) as Har
  return log.entries.map(({ request, response: { headers, content } }) => {
    const body = Buffer.from(content.text ?? '', content.encoding === 'base64' ? 'base64' : 'utf8')
    return { url: request.url, text: `${JSON.stringify(headers)}\n${body.toString('utf8')}` }
  })
}
