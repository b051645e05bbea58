import { env } from '@/lib/env'
import { answerMetrics } from '@/lib/metrics/answer-metrics'
import { services } from '@/lib/server'

/** For Prometheus, with `METRICS_TOKEN` as the bearer. */
export function GET(request: Request): Promise<Response> {
  return answerMetrics(services().db, env().metricsToken, request.headers.get('authorization'))
}
