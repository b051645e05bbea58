import { roles } from '@/lib/auth/roles'
import { AppError } from '@/lib/errors'
import { findOrganization } from '@/lib/organizations/find-organization'
import { parseInput } from '@/lib/parse-input'
import { createToken, newTokenSchema } from '@/lib/tokens/create-token'
import { systemContext } from '../system-context'
import type { AdminCommand } from './command'

export const createTokenCommand: AdminCommand = {
  name: 'token create',
  summary: 'Makes a token for the REST API. Prints {"id", "token"}; the token is shown only now.',
  options: {
    org: { description: 'The organization’s name', required: true },
    name: { description: 'What the token is for', required: true },
    role: { description: roles.join(', '), required: true, oneOf: roles },
  },
  async run(options, tools) {
    const services = await tools.services()
    const organization = await findOrganization(services, options.need('org'))
    if (!organization) throw new AppError('not_found', `There is no organization “${options.need('org')}”.`)
    const input = parseInput(newTokenSchema, { name: options.need('name'), role: options.need('role') })
    const data = await createToken(systemContext(services, organization), input)
    return { data, text: JSON.stringify(data) }
  },
}
