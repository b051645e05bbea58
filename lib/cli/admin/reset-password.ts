import { resetPassword } from '@/lib/users/reset-password'
import { generatePassword } from '../generate-password'
import type { AdminCommand } from './command'

export const resetPasswordCommand: AdminCommand = {
  name: 'user reset-password',
  summary: 'Sets a new password and signs the person out everywhere.',
  options: {
    email: { description: 'Whose password', required: true },
    password: { description: 'At least 12 characters; generated and shown once when left out' },
  },
  async run(options, tools) {
    const services = await tools.services()
    const given = options.get('password')
    const email = options.need('email')
    const password = given ?? generatePassword()
    await resetPassword(services, { email, password })
    return {
      data: { email, password: given ? null : password },
      text: given ? 'The password is set.' : `New password (shown only now): ${password}`,
    }
  },
}
