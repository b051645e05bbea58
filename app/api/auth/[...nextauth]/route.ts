import type { NextRequest } from 'next/server'
import { handlers } from '@/lib/auth/next-auth'
import { isOwnOrigin } from '@/lib/auth/own-origin'
import { env } from '@/lib/env'
import { json } from '@/lib/json-response'

export const GET = handlers.GET

/** next-auth has its own token against forged posts; our rule for changes holds here all the same. */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isOwnOrigin(request.headers, env().appUrl)) return json({ code: 'forbidden' }, 403)
  return handlers.POST(request)
}
