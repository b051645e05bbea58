import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { prettyJson } from '@/components/runs/pretty-json'
import type { NodeData } from '@/lib/flows/schema'
import { TemplateField } from '../../template-field/template-field'
import { NameValueRows } from '../name-value-rows'
import { Section } from '../section'
import { useStepForm } from '../step-context'

type Body = NonNullable<NodeData<'apiCall'>['body']>

const types = [
  { value: 'none', label: 'None' },
  { value: 'json', label: 'JSON' },
  { value: 'form', label: 'Form' },
  { value: 'text', label: 'Text' },
] as const

export function BodyFields({ data }: { data: NodeData<'apiCall'> }) {
  const { update, readOnly } = useStepForm()
  const body: Body = data.body ?? { type: 'none' }
  return (
    <Section title="Body">
      <Select
        label="Kind of body"
        value={body.type}
        options={types}
        disabled={readOnly}
        onValueChange={(type) => update({ body: toType(body, type) })}
      />
      {body.type === 'json' && <JsonBody body={body} />}
      {body.type === 'text' && <TextBody body={body} />}
      {body.type === 'form' && (
        <NameValueRows
          field="body.fields"
          what="form field"
          canDisable
          rows={body.fields}
          onRowsChange={(fields, field) => update({ body: { ...body, fields } }, field)}
        />
      )}
    </Section>
  )
}

/** What was typed as JSON or text stays when the kind changes between the two. */
function toType(body: Body, type: Body['type']): Body | undefined {
  const content = 'content' in body ? body.content : ''
  switch (type) {
    case 'none':
      return undefined
    case 'form':
      return { type, fields: [{ name: '', value: '' }] }
    case 'json':
    case 'text':
      return { type, content }
  }
}

function JsonBody({ body }: { body: Extract<Body, { type: 'json' }> }) {
  const { update, readOnly, problemAt, warningAt, endGroup } = useStepForm()
  const formatted = prettyJson(body.content)
  return (
    <TemplateField
      field="body.content"
      kind="json"
      label="JSON body"
      description={
        warningAt('body.content') ??
        'Values are placed into the document, so no quote in a value can break it.'
      }
      labelAction={
        !readOnly && (
          <Button
            size="sm"
            variant="ghost"
            disabled={formatted === null || formatted === body.content}
            onClick={() => formatted !== null && update({ body: { ...body, content: formatted } })}
          >
            Format
          </Button>
        )
      }
      rows={6}
      placeholder={'{"id": "{{ input.id }}"}'}
      value={body.content}
      readOnly={readOnly}
      error={problemAt('body.content')}
      onValueChange={(content) => update({ body: { ...body, content } }, 'body.content')}
      onBlur={endGroup}
    />
  )
}

function TextBody({ body }: { body: Extract<Body, { type: 'text' }> }) {
  const { update, readOnly, problemAt, endGroup } = useStepForm()
  return (
    <>
      <TemplateField
        field="body.content"
        label="Text body"
        rows={5}
        value={body.content}
        readOnly={readOnly}
        error={problemAt('body.content')}
        onValueChange={(content) => update({ body: { ...body, content } }, 'body.content')}
        onBlur={endGroup}
      />
      <Field label="Content type" error={problemAt('body.contentType')}>
        <Input
          mono
          data-field="body.contentType"
          placeholder="text/plain; charset=utf-8"
          autoComplete="off"
          value={body.contentType ?? ''}
          readOnly={readOnly}
          onChange={(event) =>
            update({ body: { ...body, contentType: event.target.value || undefined } }, 'body.contentType')
          }
          onBlur={endGroup}
        />
      </Field>
    </>
  )
}
