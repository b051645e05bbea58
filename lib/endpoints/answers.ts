import { z } from 'zod'
import { nextCursorSchema } from '@/lib/page-schema'
import { requestRecordSchema, responseRecordSchema, stepErrorSchema, timingSchema } from '@/lib/runs/answers'
import { authenticationTypes, endpointTestSteps, redirectModes } from './schema'

// What leaves the server about endpoints. None of it has a place to put a secret.

/** A stored secret, as far as anybody may see it. */
export const secretStateSchema = z.object({
  isSet: z.boolean(),
  fingerprint: z.string().nullable().meta({
    description: 'Keyed: lets two admins compare secrets without seeing them. `null` for other roles.',
  }),
  setAt: z.iso.datetime().nullable(),
  setBy: z.string().nullable(),
})

const storedHeaderSchema = z
  .object({
    name: z.string(),
    secret: z.boolean(),
    value: z.string().nullable().meta({ description: '`null` for a secret header.' }),
    ...secretStateSchema.partial().shape,
  })
  .meta({
    id: 'StoredHeader',
    description: 'A default header. `isSet` and the like are there for secret ones.',
  })

const storedAuthenticationSchema = z
  .object({
    type: z.enum(authenticationTypes),
    headerName: z.string().optional().meta({ description: 'Only with `apiKey`.' }),
    ...secretStateSchema.shape,
  })
  .meta({ id: 'StoredAuthentication', description: 'How requests sign in. Secrets never come out again.' })

const testStampSchema = z
  .object({
    ok: z.boolean(),
    statusCode: z.number().int().nullable(),
    code: z.string().nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'EndpointTestStamp' })

export const endpointSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    baseUrl: z.string().meta({ format: 'uri' }),
    defaultHeaders: z.array(storedHeaderSchema),
    authentication: storedAuthenticationSchema,
    connectTimeoutSeconds: z.number(),
    responseTimeoutSeconds: z.number(),
    allowInsecure: z.boolean(),
    redirects: z.enum(redirectModes),
    isDemo: z.boolean(),
    usedBy: z
      .number()
      .int()
      .meta({ description: 'How many flows use it, in the draft or in the published version.' }),
    lastTest: testStampSchema.nullable(),
    version: z.number().int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string(),
  })
  .meta({ id: 'Endpoint' })

export const endpointPageSchema = z
  .object({ data: z.array(endpointSchema), nextCursor: nextCursorSchema })
  .meta({ id: 'EndpointPage' })

/** A flow that uses an endpoint, with the steps that do. */
export const endpointUseSchema = z
  .object({
    flowId: z.uuid(),
    flowName: z.string(),
    stages: z.array(z.enum(['draft', 'published'])),
    steps: z.array(z.object({ nodeId: z.string(), label: z.string() })),
  })
  .meta({ id: 'EndpointUse' })

export const endpointUsageSchema = z
  .object({ data: z.array(endpointUseSchema) })
  .meta({ id: 'EndpointUsage' })

/** What a test found, step by step. Secrets are masked; the body is cut at 2 kB. */
export const endpointTestResultSchema = z
  .object({
    ok: z.boolean().meta({ description: 'The API answered with a status that is a success (200–299).' }),
    steps: z.array(
      z.object({
        name: z.enum(endpointTestSteps),
        status: z.enum(['ok', 'failed', 'skipped']),
        ms: z.number().nullable(),
        sentence: z.string(),
      }),
    ),
    statusCode: z.number().int().nullable(),
    request: requestRecordSchema.nullable(),
    response: responseRecordSchema.nullable(),
    error: stepErrorSchema.nullable(),
    timing: timingSchema,
    testedAt: z.iso.datetime(),
  })
  .meta({ id: 'EndpointTestResult' })
