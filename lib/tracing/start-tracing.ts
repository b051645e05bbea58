import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context, Span as ApiSpan } from '@opentelemetry/api'
import { log } from '@/lib/log'
import { setTracing, type Span, type Tracing } from './traced'

/** The collector has this long for the last spans, within the time that a stop may take. */
const flushMs = 3_000

/**
 * Sends traces to the operator's collector by OTLP over HTTP. The exporter and the resource read the
 * standard variables by themselves: `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_SERVICE_NAME` and so on.
 *
 * It is not registered with OpenTelemetry's global: Next would find it there and add spans of its own,
 * which quote whole addresses with what stands in their queries.
 * @param endpoint `OTEL_EXPORTER_OTLP_ENDPOINT`; without one nothing is loaded and nothing is traced
 */
export async function startTracing(endpoint: string | null): Promise<void> {
  if (endpoint === null) return
  const [api, core, { BatchSpanProcessor, TracerProvider }, resources, { OTLPTraceExporter }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/core'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ])
  const { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api
  const warn = (message: string) => log.warn({ detail: message }, 'traces could not be sent')
  diag.setLogger(
    { error: warn, warn, info: () => {}, debug: () => {}, verbose: () => {} },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )

  const provider = new TracerProvider({
    resource: resources
      .resourceFromAttributes({ 'service.name': 'sluice' })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  })
  const tracer = provider.getTracer('sluice')
  const propagator = new core.W3CTraceContextPropagator()
  const current = new AsyncLocalStorage<Context>()
  const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL }

  const parentOf = (traceparent: string | null | undefined): Context =>
    traceparent
      ? propagator.extract(ROOT_CONTEXT, { traceparent }, api.defaultTextMapGetter)
      : (current.getStore() ?? ROOT_CONTEXT)
  const fail = (span: ApiSpan, code: string) => {
    span.setAttribute('error.type', code)
    span.setStatus({ code: SpanStatusCode.ERROR })
  }

  const traced: Tracing['traced'] = async (
    name,
    attributes,
    work,
    { kind = 'internal', traceparent } = {},
  ) => {
    const parent = parentOf(traceparent)
    const span = tracer.startSpan(name, { attributes, kind: kinds[kind] }, parent)
    const known: Span = { set: (more) => void span.setAttributes(more), fail: (code) => fail(span, code) }
    try {
      return await current.run(trace.setSpan(parent, span), () => work(known))
    } catch (error) {
      fail(span, codeOf(error))
      throw error
    } finally {
      span.end()
    }
  }

  setTracing({
    traced,
    async flush() {
      await provider
        .forceFlush({ timeoutMillis: flushMs })
        .catch(() => log.warn('the last traces could not be sent'))
    },
  })
}

/** Never the message, which may quote anything. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
