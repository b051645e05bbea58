import type { NodeData } from '@/lib/flows/schema'
import { NameValueRows } from './name-value-rows'
import { Section } from './section'
import { useStepForm } from './step-context'

export function SetVariablesFields({ data }: { data: NodeData<'setVariables'> }) {
  const { update } = useStepForm()
  return (
    <Section
      title="Variables"
      description="Later steps read them as vars.name. One reference alone keeps its type."
    >
      <NameValueRows
        field="variables"
        what="variable"
        rows={data.variables}
        onRowsChange={(variables, field) => update({ variables }, field)}
      />
    </Section>
  )
}
