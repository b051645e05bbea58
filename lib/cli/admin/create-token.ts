import { roles } from '@/lib/auth/roles'
import { parseInput } from '@/lib/parse-input'
import { createToken } from '@/lib/tokens/create-token'
import { newTokenSchema } from '@/lib/tokens/schema'
import { systemContext } from '../system-context'
import type { AdminCommand } from './command'
import { needOrganization, organizationOption } from './need-organization'

export const createTokenCommand: AdminCommand = {
  name: 'token create',
  summary: 'Makes a token for the REST API. Prints {"id", "token"}; the token is shown only now.',
  options: {
    org: organizationOption,
    name: { description: 'What the token is for', required: true },
    role: { description: roles.join(', '), required: true, oneOf: roles },
  },
  async run(options, tools) {
    const services = await tools.services()
    const organization = await needOrganization(services, options)
    const input = parseInput(newTokenSchema, { name: options.need('name'), role: options.need('role') })
    const data = await createToken(systemContext(services, organization), input)
    return { data, text: JSON.stringify(data) }
  },
}
