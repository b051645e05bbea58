import { useRouter } from 'next/navigation'
import { startTransition } from 'react'

/** Renders anew what failed to render, with what the server says now. */
export function useRetryPage(reset: () => void): () => void {
  const router = useRouter()
  return () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
}
