import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { NumberInput } from '@/components/ui/number-input'
import { Select } from '@/components/ui/select'
import { endpointLimits, redirectModes } from '@/lib/endpoints/schema'
import type { EndpointValues } from './endpoint-values'
import { FormSection } from './form-section'
import { redirectDescriptions, redirectNames } from './redirect-names'

const timeouts = [
  {
    name: 'connectTimeoutSeconds',
    label: 'Connection timeout',
    help: 'Until the connection is ready. 5–30 s suits most APIs.',
  },
  {
    name: 'responseTimeoutSeconds',
    label: 'Response timeout',
    help: 'From there to the last byte of the answer. Mostly 10–60 s, by how long the API takes.',
  },
] as const

export function TimeoutSection({ level }: { level: 2 | 3 }) {
  const { control } = useFormContext<EndpointValues>()
  return (
    <FormSection level={level} title="Timeouts and redirects">
      <div className="grid gap-3 sm:grid-cols-2">
        {timeouts.map(({ name, label, help }) => (
          <Controller
            key={name}
            control={control}
            name={name}
            render={({ field: { onChange, ...field }, fieldState }) => {
              const { min, max } = endpointLimits[name]
              return (
                <Field
                  label={label}
                  error={fieldState.error?.message}
                  description={`${help} ${min}–${max} s.`}
                >
                  <NumberInput {...field} onValueChange={onChange} unit="s" min={min} max={max} />
                </Field>
              )
            }}
          />
        ))}
      </div>
      <Controller
        control={control}
        name="redirects"
        render={({ field: { onChange, value, onBlur, ref }, fieldState }) => (
          <Field
            label="Redirects"
            error={fieldState.error?.message}
            description={redirectDescriptions[value]}
          >
            <Select
              value={value}
              onValueChange={onChange}
              onBlur={onBlur}
              ref={ref}
              options={redirectModes.map((mode) => ({ value: mode, label: redirectNames[mode] }))}
            />
          </Field>
        )}
      />
    </FormSection>
  )
}
