import { answerLive } from '@/lib/health/answer-health'

export const GET = answerLive
