import type { OrgContext } from '@/lib/auth/context'
import type { AuditWrite } from './store/run-write'

/** What the audit log says of a run, for writing it together with the run. */
export function auditOfRun(
  { actor, requestId, address }: Pick<OrgContext, 'actor' | 'requestId' | 'address'>,
  run: { id: string; flowName: string },
  entry: Pick<AuditWrite, 'action' | 'details'>,
): AuditWrite {
  return {
    action: entry.action,
    details: entry.details,
    objectType: 'run',
    objectId: run.id,
    objectName: run.flowName,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    requestId,
    address,
  }
}
