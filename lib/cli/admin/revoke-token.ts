import { AppError } from '@/lib/errors'
import { revokeToken } from '@/lib/tokens/revoke-token'
import { systemContext } from '../system-context'
import type { AdminCommand } from './command'
import { needOrganization, organizationOption } from './need-organization'

export const revokeTokenCommand: AdminCommand = {
  name: 'token revoke',
  summary: 'Ends a token: who sends it is refused from the next request on.',
  details: 'Runs that it started go on.',
  options: {
    org: organizationOption,
    id: { description: 'The token’s id, as token list shows it', required: true },
  },
  async run(options, tools) {
    const services = await tools.services()
    const organization = await needOrganization(services, options)
    const id = options.need('id')
    const { name } = await revokeToken(systemContext(services, organization), { id }).catch(
      (error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'not_found') throw error
        throw new AppError('not_found', `${organization.name} has no token with the id ${id}.`)
      },
    )
    return { data: { id, name, revoked: true }, text: `“${name}” is revoked.` }
  },
}
