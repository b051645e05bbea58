import { z } from 'zod'
import { nextCursorSchema } from '@/lib/page-schema'
import { flowDefinitionSchema, flowProblemCodes } from './schema'

// What leaves the server about flows.

/** Something that keeps a flow from running, said where it can be mended. */
export const flowProblemSchema = z
  .object({
    code: z.enum(flowProblemCodes),
    severity: z
      .enum(['error', 'warning'])
      .meta({ description: 'A warning is listed but does not stop publishing or running.' }),
    message: z.string(),
    nodeId: z.string().nullable(),
    field: z
      .string()
      .nullable()
      .meta({ description: 'Path inside the `data` of the node.', example: 'headers.0.name' }),
  })
  .meta({ id: 'FlowProblem' })

/** A flow in a list. */
export const flowSummarySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    version: z.number().int().meta({ description: 'Counts the saves of the draft.' }),
    published: z
      .object({
        number: z.number().int(),
        draftVersion: z.number().int(),
        at: z.iso.datetime(),
        by: z.string(),
      })
      .nullable()
      .meta({ description: 'What triggers run; `null` before the first publishing.' }),
    stepCount: z.number().int(),
    endpoints: z
      .array(z.object({ id: z.uuid(), name: z.string() }))
      .meta({ description: 'Those that the draft uses.' }),
    lastRun: z.object({ id: z.uuid(), status: z.string(), at: z.iso.datetime() }).nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string(),
  })
  .meta({ id: 'FlowSummary' })

export const flowSchema = flowSummarySchema
  .extend({ definition: flowDefinitionSchema, problems: z.array(flowProblemSchema) })
  .meta({ id: 'Flow' })

export const flowPageSchema = z
  .object({ data: z.array(flowSummarySchema), nextCursor: nextCursorSchema })
  .meta({ id: 'FlowPage' })
