import { customFetch } from 'next-auth'
import type { OIDCConfig } from 'next-auth/providers'
import type { OidcSettings } from '@/lib/env'
import type { Sender } from '@/lib/http/create-sender'
import { providerFetch } from './provider-fetch'

export const oidcProviderId = 'oidc'

/** The operator's OpenID Connect provider, for next-auth. */
export function oidcProvider(settings: OidcSettings, sender: Sender): OIDCConfig<Record<string, unknown>> {
  return {
    ...settings,
    id: oidcProviderId,
    name: 'Single sign-on',
    type: 'oidc',
    authorization: { params: { scope: 'openid email profile' } },
    checks: ['pkce', 'state', 'nonce'],
    // The email is what UserInfo says: most providers leave it out of the ID token, which is checked all the same.
    idToken: false,
    // Who that is in Sluice is found out from all of it; next-auth's own reading stumbles over odd types.
    profile: ({ sub }) => ({ id: String(sub) }),
    [customFetch]: providerFetch(sender, settings.issuer),
  }
}
