import type { Endpoint } from '@/lib/endpoints/schema'

/** A stored endpoint for tests: bearer token set, one plain and one secret header. */
export function sampleEndpoint(changes: Partial<Endpoint> = {}): Endpoint {
  return {
    id: '0190a1b2-0000-7000-8000-000000000001',
    name: 'Billing API',
    description: 'Invoices',
    baseUrl: 'https://api.example.com/v2',
    defaultHeaders: [
      { name: 'X-Version', secret: false, value: '3' },
      { name: 'X-Tenant-Key', secret: true, value: null, isSet: true },
    ],
    authentication: {
      type: 'bearer',
      isSet: true,
      fingerprint: '7f3a91',
      setAt: '2026-01-02T10:14:00Z',
      setBy: 'Maya Chen',
    },
    connectTimeoutSeconds: 60,
    responseTimeoutSeconds: 60,
    allowInsecure: false,
    redirects: 'none',
    isDemo: false,
    usedBy: 0,
    lastTest: null,
    version: 4,
    createdAt: '2026-01-01T10:00:00Z',
    createdBy: 'Maya Chen',
    updatedAt: '2026-01-02T10:14:00Z',
    updatedBy: 'Maya Chen',
    ...changes,
  }
}
