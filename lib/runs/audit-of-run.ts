import type { OrgContext } from '@/lib/auth/context'
import type { AuditWrite } from './store/run-write'

/** What the audit log says of a run, for writing it together with the run. */
export function auditOfRun(
  { actor, requestId, address }: Pick<OrgContext, 'actor' | 'requestId' | 'address'>,
  run: { id: string; flowName: string },
  entry: Pick<AuditWrite, 'action' | 'details'>,
): AuditWrite {
  const who = { actorType: actor.type, actorId: actor.id, actorName: actor.name, requestId, address }
  return { ...entry, objectType: 'run', objectId: run.id, objectName: run.flowName, ...who }
}
