import { Controller, useFormContext, useWatch } from 'react-hook-form'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import type { EndpointValues } from './endpoint-values'
import { sendsSecret } from './kept-secrets'

/** What an http base URL means, and the consent that sending a secret over it needs. */
export function PlainHttpWarning() {
  const { control } = useFormContext<EndpointValues>()
  const [baseUrl, authentication, defaultHeaders, allowInsecure] = useWatch<
    EndpointValues,
    ['baseUrl', 'authentication', 'defaultHeaders', 'allowInsecure']
  >({ name: ['baseUrl', 'authentication', 'defaultHeaders', 'allowInsecure'] })
  if (!/^\s*http:\/\//i.test(baseUrl)) return null
  const asks = allowInsecure || sendsSecret({ baseUrl, authentication, defaultHeaders })
  return (
    <Callout tone="warning" title="This address is not encrypted">
      <p>Anyone between Sluice and the API can read and change what is sent. Use https if the API has it.</p>
      {asks && (
        <Controller
          control={control}
          name="allowInsecure"
          render={({ field }) => (
            <Checkbox
              className="mt-2 text-ink"
              label="Send secrets over plain http"
              description="Only for addresses that your organization’s network policy doesn’t list already. The secret can then be read on its way."
              checked={field.value}
              onCheckedChange={field.onChange}
            />
          )}
        />
      )}
    </Callout>
  )
}
