import { randomBytes } from 'node:crypto'
import { type CreateEndpointInput, createEndpointSchema } from '@/lib/endpoints/schema'

/** A text that is found again wherever it leaks to. */
export function newSecret(): string {
  return randomBytes(18).toString('hex')
}

/** The input of a new endpoint with a name of its own, parsed like one that a form sent. */
export function endpointInput(given: object = {}): CreateEndpointInput {
  return createEndpointSchema.parse({
    name: `Endpoint ${randomBytes(6).toString('hex')}`,
    baseUrl: 'https://api.example.com/v1',
    ...given,
  })
}
