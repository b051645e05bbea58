import { createApi } from '@/lib/api/app'
import { services } from '@/lib/server'

const api = createApi(services)
const handle = (request: Request) => api.fetch(request)

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT }
