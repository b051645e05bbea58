import { z } from 'zod'
import { httpMethods, type HttpMethod } from '@/lib/http/types'
import type { StepRecord } from '@/lib/runs/schema'

const callInput = z.object({ method: z.enum(httpMethods) })

/** The method of a call, which is known before anything of it was sent; `null` where the record can’t say. */
export function callMethod({ input }: StepRecord): HttpMethod | null {
  return callInput.safeParse(input).data?.method ?? null
}
