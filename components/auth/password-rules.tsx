import { Check, Circle } from 'lucide-react'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import { passwordLimits } from '@/lib/auth/schema'
import { passwordSchema } from '@/lib/users/schema'

/** What a new password has to be, ticked once it is. Stands in the description of its field. */
export function PasswordRules({ password }: { password: string }) {
  const isMet = passwordSchema.safeParse(password).success
  const Icon = isMet ? Check : Circle
  return (
    <span
      className={isMet ? 'inline-flex items-center gap-1.5 text-success' : 'inline-flex items-center gap-1.5'}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span>
        At least {passwordLimits.min} characters
        <VisuallyHidden>{isMet ? ' (met)' : ' (not met yet)'}</VisuallyHidden>
      </span>
    </span>
  )
}
