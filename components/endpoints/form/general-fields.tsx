import { useFormContext, useWatch } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { endpointLimits } from '@/lib/endpoints/schema'
import type { EndpointValues } from './endpoint-values'
import { useFirstValue } from './use-first-value'

export function GeneralFields() {
  const { register, formState } = useFormContext<EndpointValues>()
  const firstName = useFirstValue('name')
  const firstDescription = useFirstValue('description')
  const description = useWatch<EndpointValues, 'description'>({ name: 'description' })
  return (
    <>
      <Field label="Name" error={formState.errors.name?.message}>
        <Input {...register('name')} defaultValue={firstName} autoComplete="off" placeholder="Billing API" />
      </Field>
      <Field
        label="Description"
        optional
        error={formState.errors.description?.message}
        counter={{ length: description.length, max: endpointLimits.description, from: 450 }}
      >
        <Textarea {...register('description')} defaultValue={firstDescription} rows={2} />
      </Field>
    </>
  )
}
