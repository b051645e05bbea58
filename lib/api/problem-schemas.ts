import { z } from 'zod'
import { endpointSchema, endpointUseSchema } from '@/lib/endpoints/answers'
import { errorCodes } from '@/lib/errors'
import { flowProblemSchema, flowSchema } from '@/lib/flows/answers'

const members = z.object({
  type: z.string().meta({ format: 'uri', example: 'urn:sluice:problem:invalid_input' }),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(errorCodes).meta({ description: 'For programs. A closed list.' }),
  detail: z.string().meta({ description: 'For people.' }),
  requestId: z.string().meta({ description: 'Also in `X-Request-Id`, the log and the audit log.' }),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .meta({
      description: 'Each bad field, its path in dots: `defaultHeaders.0.name`. A bad header has its name.',
    }),
})

/** A refusal as RFC 9457 has it. */
export const problemSchema = members.meta({ id: 'Problem' })
export const forbiddenSchema = members
  .extend({ needed: z.string().meta({ description: 'The role that it takes.' }) })
  .meta({ id: 'ForbiddenProblem' })
export const endpointConflictSchema = members
  .extend({ current: endpointSchema.optional() })
  .meta({ id: 'EndpointConflict', description: '`current` is the endpoint as it is now.' })
export const flowConflictSchema = members
  .extend({ current: flowSchema })
  .meta({ id: 'FlowConflict', description: '`current` is the flow as it is now.' })
export const inUseSchema = members
  .extend({ usedBy: z.array(endpointUseSchema).optional(), current: endpointSchema.optional() })
  .meta({
    id: 'InUseProblem',
    description:
      '`usedBy` has the flows that use it, `current` the endpoint when it is another version by now.',
  })
export const unreplaceableSchema = members
  .extend({
    flow: z.object({ id: z.uuid(), name: z.string() }),
    problems: z.array(flowProblemSchema),
  })
  .meta({
    id: 'UnreplaceableProblem',
    description: '`problems` says what would keep the published version of `flow` from running.',
  })
export const flowProblemsSchema = members
  .extend({ problems: z.array(flowProblemSchema).optional() })
  .meta({ id: 'UnrunnableProblem', description: '`problems` says what keeps the flow from running.' })
