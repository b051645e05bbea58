import { AppError } from '@/lib/errors'
import type { Organization } from '@/lib/organizations/create-organization'
import { findNamedOrganization } from '@/lib/organizations/find-named-organization'
import type { Services } from '@/lib/services'
import type { Options, OptionSpec } from './command'

/** `--org` of the commands that work in an organization. */
export const organizationOption: OptionSpec = {
  description: 'The organization’s name, or its part of the address',
  required: true,
}

/** @throws AppError `not_found`, or `conflict` for a name that several have */
export async function needOrganization(services: Services, options: Options): Promise<Organization> {
  const text = options.need('org')
  const organization = await findNamedOrganization(services, text)
  if (!organization) throw new AppError('not_found', `There is no organization “${text}”.`)
  return organization
}
