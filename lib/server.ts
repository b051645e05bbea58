import 'server-only'

export { processServices as services } from '@/lib/process-services'
