import { showToast } from '@/components/ui/toast'
import { useFormat } from '@/components/ui/use-format'
import { missingSecrets } from './missing-secrets'
import { problemOf } from './problem-of'
import { useRestoreEndpoint } from './use-endpoint-mutations'

/** Takes a deletion back, and says what it can't bring back. */
export function useUndoDeletion() {
  const { list } = useFormat()
  const restore = useRestoreEndpoint()
  return (id: string) => {
    restore.mutateAsync({ id }).then(
      (endpoint) => showToast({ title: 'Endpoint restored', description: missingSecrets(endpoint, list) }),
      (error: unknown) =>
        showToast({
          title: 'Couldn’t restore the endpoint',
          description: problemOf(error).message,
          tone: 'danger',
        }),
    )
  }
}
