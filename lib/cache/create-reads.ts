import type { Database } from '@/db/client'
import { readSealed, type SealedRow } from '@/lib/endpoints/read-sealed'
import {
  type FlowVersion,
  type PublishedFlow,
  readFlowVersion,
  readPublishedFlow,
} from '@/lib/flows/read-versions'
import { noticesOf } from '@/lib/notices'
import { type FoundToken, findToken } from '@/lib/tokens/find-token'
import { createCache } from './create-cache'

/**
 * What nearly every run reads and hardly anybody changes, remembered until it does: the database says
 * so to all processes, by triggers on the tables (`sluice_changes`). Rows of one organization are found
 * by its id only. What is remembered holds no plaintext secret, and is frozen.
 */
export type Reads = {
  /** @returns null for the hash of no token */
  findToken: (tokenHash: string) => Promise<FoundToken | null>
  /** @throws AppError `not_found`, or `unprocessable` for a flow that was never published */
  publishedFlow: (orgId: string, flowId: string) => Promise<PublishedFlow>
  /** @returns null when the organization has no such version */
  flowVersion: (orgId: string, versionId: string) => Promise<FlowVersion | null>
  /** @returns null when the organization has no such endpoint, or has it no more */
  sealedEndpoint: (orgId: string, endpointId: string) => Promise<SealedRow | null>
  /**
   * For verbs, after they have committed a change: the next read in this process sees it. Notices tell
   * all processes, this one too, but a moment later.
   */
  forget: (kind: RememberedKind, orgId: string, id: string) => void
}

export type RememberedKind = 'token' | 'organization' | 'flow' | 'flowVersion' | 'endpoint'

/** By the tables whose triggers give notice. That of a secret names its endpoint. */
const kinds = new Map<string, RememberedKind>([
  ['api_tokens', 'token'],
  ['organizations', 'organization'],
  ['flows', 'flow'],
  ['flow_versions', 'flowVersion'],
  ['endpoints', 'endpoint'],
  ['endpoint_secrets', 'endpoint'],
])

const maxTokens = 10_000
/** Of definitions and endpoints each, measured as JSON text; in memory it is a few times that. */
const maxJsonLength = 16 * 1024 * 1024

/** The remembered reads of a process. */
export function createReads(db: Database): Reads {
  const notices = noticesOf(db)
  const isTrusted = notices.isListening
  const asJson = { isTrusted, maxSize: maxJsonLength, sizeOf: jsonLength }
  const tokens = createCache<FoundToken>({ isTrusted, maxSize: maxTokens, sizeOf: () => 1 })
  const published = createCache<PublishedFlow>(asJson)
  const versions = createCache<FlowVersion>(asJson)
  const endpoints = createCache<SealedRow>(asJson)

  function forget(kind: RememberedKind, orgId: string, id: string): void {
    switch (kind) {
      case 'token':
      case 'organization':
        // Kept by hash, which neither a notice nor a verb knows. An organization has few tokens.
        return tokens.forgetIf((token) => token.orgId === orgId)
      case 'flow':
        return published.forget(keyOf(orgId, id))
      case 'flowVersion':
        return versions.forget(keyOf(orgId, id))
      case 'endpoint':
        return endpoints.forget(keyOf(orgId, id))
    }
  }

  function forgetAll(): void {
    for (const cache of [tokens, published, versions, endpoints]) cache.forgetAll()
  }

  notices.subscribe({
    onNotice(channel, payload) {
      if (channel !== 'sluice_changes') return
      if (payload === '*') return forgetAll() // the database was restored from a backup
      const [table = '', orgId = '', id = ''] = payload.split(' ')
      const kind = kinds.get(table)
      if (kind) forget(kind, orgId, id)
    },
    onGap: forgetAll,
  })

  let isStarted = false
  /** Processes that never read, such as one command of an operator, need no connection for notices. */
  function startListening(): void {
    if (isStarted) return
    isStarted = true
    void notices.ready()
  }

  return {
    findToken(tokenHash) {
      startListening()
      return tokens.get(tokenHash, () => findToken({ db }, tokenHash))
    },
    async publishedFlow(orgId, flowId) {
      startListening()
      const flow = await published.get(keyOf(orgId, flowId), () => readPublishedFlow({ db, orgId }, flowId))
      if (!flow) throw new Error('Reading a published flow throws when there is none.')
      return flow
    },
    flowVersion(orgId, versionId) {
      startListening()
      return versions.get(keyOf(orgId, versionId), () => readFlowVersion({ db, orgId }, versionId))
    },
    sealedEndpoint(orgId, endpointId) {
      startListening()
      return endpoints.get(keyOf(orgId, endpointId), () => readSealed({ db, orgId }, endpointId))
    },
    forget,
  }
}

function keyOf(orgId: string, id: string): string {
  return `${orgId} ${id.toLowerCase()}`
}

function jsonLength(value: object): number {
  return JSON.stringify(value).length
}
