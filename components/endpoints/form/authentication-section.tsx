import { Controller, useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RadioCards } from '@/components/ui/radio-cards'
import { authenticationTypes, type Endpoint } from '@/lib/endpoints/schema'
import { authenticationNames } from '../authentication-names'
import { AnnouncedWarning } from './announced-warning'
import { AuthenticationSecret } from './authentication-secret'
import type { EndpointValues } from './endpoint-values'
import { FormSection } from './form-section'
import { dropsAuthentication, secretNouns } from './kept-secrets'
import { credentialHeaderText } from './request-preview-lines'
import { useFirstValue } from './use-first-value'

type AuthenticationSectionProps = { endpoint: Endpoint | null; level: 2 | 3; columns: 1 | 2 }

export function AuthenticationSection({ endpoint, level, columns }: AuthenticationSectionProps) {
  const { control, register, clearErrors, formState } = useFormContext<EndpointValues>()
  const { type, headerName } = useWatch<EndpointValues, 'authentication'>({ name: 'authentication' })
  const firstHeaderName = useFirstValue('authentication.headerName')
  const stored = endpoint?.authentication.type ?? 'none'
  return (
    <FormSection
      level={level}
      title="Authentication"
      description="Kept sealed. Nobody can read a secret again after it was saved, only replace it."
    >
      <Controller
        control={control}
        name="authentication.type"
        render={({ field }) => (
          <RadioCards
            legend="Kind of authentication"
            hideLegend
            columns={columns}
            value={field.value}
            onValueChange={(type) => {
              field.onChange(type)
              clearErrors('authentication')
            }}
            options={authenticationTypes.map((value) => ({
              value,
              label: authenticationNames[value],
              detail: credentialHeaderText(value, headerName) ?? 'No header is added',
            }))}
          />
        )}
      />
      {dropsAuthentication(type, endpoint) && (
        <AnnouncedWarning text={`Saving removes the stored ${secretNouns[stored]}.`} />
      )}
      {type === 'apiKey' && (
        <Field
          label="Header name"
          description="The key is sent in it as it is, with no prefix."
          error={formState.errors.authentication?.headerName?.message}
        >
          <Input
            {...register('authentication.headerName')}
            defaultValue={firstHeaderName}
            mono
            autoComplete="off"
            placeholder="X-API-Key"
          />
        </Field>
      )}
      {type !== 'none' && <AuthenticationSecret key={type} type={type} endpoint={endpoint} />}
    </FormSection>
  )
}
