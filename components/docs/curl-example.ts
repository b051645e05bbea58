import type { Operation } from '@/lib/api/describe-api'

/** A call as a command, with placeholders that a shell fills in. */
export function curlExample(url: string, method: string, operation: Operation): string {
  const address = url.replace('{id}', '$ID')
  const body = operation.requestBody?.content['application/json']?.example
  const isPublic = operation.security?.length === 0
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"${address}"`,
    ...(isPublic ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(body === undefined
      ? []
      : [
          "-H 'Content-Type: application/json'",
          `-d '${JSON.stringify(body, null, 2).replaceAll("'", "'\\''")}'`,
        ]),
  ]
  return lines.join(' \\\n  ')
}
