import { answerReady } from '@/lib/health/answer-health'
import { services } from '@/lib/server'

export function GET(): Promise<Response> {
  return answerReady(services().db)
}
