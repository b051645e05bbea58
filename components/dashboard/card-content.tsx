import type { ReactNode } from 'react'
import type { OrgContext } from '@/lib/auth/context'
import { toErrorBody } from '@/lib/error-body'
import { CardError } from './card-error'

type CardContentProps<T> = {
  ctx: OrgContext
  load: (ctx: OrgContext) => Promise<T>
  children: (data: T) => ReactNode
}

/** Loads what one card shows. A failure stays inside the card. */
export async function CardContent<T>({ ctx, load, children }: CardContentProps<T>) {
  const loaded = await load(ctx).then(
    (data) => ({ data }),
    (error: unknown) => ({ problem: toErrorBody(error, ctx.requestId) }),
  )
  if ('problem' in loaded) {
    return <CardError message={loaded.problem.message} requestId={loaded.problem.requestId} />
  }
  return children(loaded.data)
}
