import type { Database } from '@/db/client'
import type { Reads } from '@/lib/cache/create-reads'
import type { EgressPolicy } from '@/lib/http/egress-policy'
import type { Sender } from '@/lib/http/create-sender'
import type { RateLimits } from '@/lib/rate-limits'
import type { RunQueue } from '@/lib/runs/run-queue'
import type { RunStore } from '@/lib/runs/store/create-run-store'
import type { Vault } from '@/lib/vault/create-vault'

/** The long-lived parts of a process, made once by `lib/server.ts` and handed to verbs. */
export type Services = {
  db: Database
  reads: Reads
  vault: Vault
  egress: EgressPolicy
  sender: Sender
  rateLimits: RateLimits
  runStore: RunStore
  runQueue: RunQueue
}
