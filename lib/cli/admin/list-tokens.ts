import { listTokens } from '@/lib/tokens/list-tokens'
import type { ApiToken } from '@/lib/tokens/schema'
import { systemContext } from '../system-context'
import type { AdminCommand } from './command'
import { needOrganization, organizationOption } from './need-organization'

export const listTokensCommand: AdminCommand = {
  name: 'token list',
  summary: 'Lists the tokens for the REST API, the newest first; what they are is not kept.',
  options: { org: organizationOption },
  async run(options, tools) {
    const services = await tools.services()
    const organization = await needOrganization(services, options)
    const tokens = await listTokens(systemContext(services, organization))
    return {
      data: { organization: organization.slug, tokens },
      text: tokens.length === 0 ? `${organization.name} has no tokens.` : inColumns(tokens),
    }
  },
}

function inColumns(tokens: ApiToken[]): string {
  const rows = [
    ['Id', 'Role', 'Created', 'By', 'Name'],
    ...tokens.map(({ id, role, createdAt, createdBy, name }) => {
      return [id, role, createdAt.slice(0, 10), createdBy ?? '–', name]
    }),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}
