import { showToast } from '@/components/ui/toast'
import { useFormat } from '@/components/ui/use-format'
import type { Endpoint } from '@/lib/endpoints/schema'
import { plural } from '@/lib/format'
import { whenAllowed } from './bulk/when-allowed'
import { missingSecrets } from './missing-secrets'
import { problemOf } from './problem-of'
import { useRestoreEndpoints } from './use-endpoint-mutations'

/** Takes deletions back, and says what it can't bring back. */
export function useUndoDeletion() {
  const { list } = useFormat()
  const { restore, refresh } = useRestoreEndpoints()
  return async (ids: string[]) => {
    const restored: Endpoint[] = []
    const problems: string[] = []
    for (const id of ids) {
      try {
        restored.push(await whenAllowed(() => restore({ id })))
      } catch (error) {
        problems.push(problemOf(error).message)
      }
    }
    void refresh(restored)
    if (restored.length > 0) {
      const title =
        restored.length === 1
          ? 'Endpoint restored'
          : `${plural(restored.length, 'endpoint', 'endpoints')} restored`
      showToast({ title, description: missingSecretsOfAll(restored, list) })
    }
    if (problems.length > 0) {
      const what = problems.length === 1 ? 'the endpoint' : plural(problems.length, 'endpoint', 'endpoints')
      showToast({ title: `Couldn’t restore ${what}`, description: problems[0], tone: 'danger' })
    }
  }
}

function missingSecretsOfAll(endpoints: Endpoint[], list: (items: string[]) => string): string | undefined {
  const [first] = endpoints
  if (first && endpoints.length === 1) return missingSecrets(first, list)
  const names = endpoints.filter((endpoint) => missingSecrets(endpoint, list)).map(({ name }) => `“${name}”`)
  return names.length === 0 ? undefined : `Enter the secrets of ${list(names)} again.`
}
