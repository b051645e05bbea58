import { zodResolver } from '@hookform/resolvers/zod'
import type { Resolver, ResolverOptions } from 'react-hook-form'
import {
  type CreateEndpointInput,
  createEndpointSchema,
  type Endpoint,
  type UpdateEndpointInput,
  updateEndpointSchema,
} from '@/lib/endpoints/schema'
import { createInput, type EndpointValues, updateInput } from './endpoint-values'

export type ParsedEndpoint = CreateEndpointInput | UpdateEndpointInput

/** Parses what the action will parse: the form as an input, with the schema of the action. */
export function endpointResolver(
  endpoint: Endpoint | null,
): Resolver<EndpointValues, unknown, ParsedEndpoint> {
  return (values, context, options) =>
    endpoint
      ? resolve(zodResolver(updateEndpointSchema), updateInput(values, endpoint), context, options)
      : resolve(zodResolver(createEndpointSchema), createInput(values), context, options)
}

/** The form's names are the input's, so the errors of one are the errors of the other. */
async function resolve(
  // oxlint-disable-next-line typescript/no-explicit-any -- the types of react-hook-form tie a resolver to one shape
  resolver: (values: any, context: unknown, options: any) => unknown,
  input: unknown,
  context: unknown,
  options: ResolverOptions<EndpointValues>,
) {
  return (await resolver(input, context, options)) as Awaited<
    ReturnType<Resolver<EndpointValues, unknown, ParsedEndpoint>>
  >
}
