import { useId } from 'react'
import { Card, CardBody, CardHeader } from '@/components/ui/card'

/** For who only signs in elsewhere. */
export function NoPassword() {
  const id = useId()
  return (
    <Card aria-labelledby={id}>
      <CardHeader id={id} title="Password" />
      <CardBody className="text-muted">
        You sign in with single sign-on, so Sluice has no password of yours. Change it where you sign in.
      </CardBody>
    </Card>
  )
}
