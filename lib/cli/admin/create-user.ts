import { z } from 'zod'
import { roles } from '@/lib/auth/roles'
import { createOrganization } from '@/lib/organizations/create-organization'
import { findNamedOrganization } from '@/lib/organizations/find-named-organization'
import { parseInput } from '@/lib/parse-input'
import { nameSchema } from '@/lib/texts'
import { createUser } from '@/lib/users/create-user'
import { newUserSchema } from '@/lib/users/schema'
import { generatePassword } from '../generate-password'
import { systemContext } from '../system-context'
import type { AdminCommand } from './command'

/** Before one is looked for: what can't be a name finds the one that is called by the same characters. */
const organizationSchema = z.strictObject({ org: nameSchema })

const resetting = 'To change it: npm run admin -- user reset-password'

export const createUserCommand: AdminCommand = {
  name: 'user create',
  summary: 'Makes an account, or adds an existing one to an organization.',
  options: {
    email: { description: 'What the person signs in with', required: true },
    org: { description: 'The organization; made when there is none of that name', required: true },
    role: { description: roles.join(', '), required: true, oneOf: roles },
    name: { description: 'The person’s name; the first part of the email when left out' },
    password: {
      description:
        'At least 12 characters; generated and shown once when left out. An account that exists keeps its own',
    },
  },
  async run(options, tools) {
    const services = await tools.services()
    const given = options.get('password')
    const email = options.need('email')
    const input = parseInput(newUserSchema, {
      email,
      name: options.get('name') ?? email.split('@')[0],
      password: given ?? generatePassword(),
      role: options.need('role'),
    })
    const { org } = parseInput(organizationSchema, { org: options.need('org') })
    const organization =
      (await findNamedOrganization(services, org)) ?? (await createOrganization(services, org))
    const user = await createUser(systemContext(services, organization), input)
    const { created } = user
    const password = created && !given ? input.password : null
    const done = created ? `Made ${user.email},` : `${user.email} has an account already. It is now`
    return {
      data: {
        id: user.id,
        email: user.email,
        organization: organization.slug,
        role: input.role,
        created,
        password,
        passwordSet: created,
      },
      text: [
        `${done} ${input.role} in ${organization.name}.`,
        ...(password ? [`Password (shown only now): ${password}`] : []),
        ...(given && !created
          ? [`It keeps its password; the one that you gave was not set. ${resetting}`]
          : []),
      ].join('\n'),
    }
  },
}
