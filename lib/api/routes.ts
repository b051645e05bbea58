import type { Api } from './api'
import { auditLogRoutes } from './audit-log'
import { endpointsRoutes } from './endpoints'
import { flowsRoutes } from './flows'
import { runsRoutes } from './runs'

/** Every call that takes a token. */
export function routesForTokens(api: Api): void {
  endpointsRoutes(api)
  flowsRoutes(api)
  runsRoutes(api)
  auditLogRoutes(api)
}
