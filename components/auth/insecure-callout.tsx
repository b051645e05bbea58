import { Callout } from '@/components/ui/callout'

/** Above a form with a password, where the address is plain http and not this machine. */
export function InsecureCallout() {
  return (
    <Callout tone="warning" title="This connection is not encrypted">
      What you type can be read on the way. Ask your operator to serve Sluice over https.
    </Callout>
  )
}
