import { testEndpointSchema } from '@/lib/endpoints/schema'
import { testEndpoint } from '@/lib/endpoints/test-endpoint'
import { parseInput } from '@/lib/parse-input'
import { readJson } from '@/lib/read-json'
import { orgRoute } from '@/lib/route'

/** Aborting the request cancels the test: the socket to the API closes at once. */
export const POST = orgRoute(async (ctx, { request }) =>
  testEndpoint(ctx, parseInput(testEndpointSchema, await readJson(request)), request.signal),
)
