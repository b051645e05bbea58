import { useEffect, useEffectEvent, useRef } from 'react'
import { Button } from '@/components/ui/button'

type LoadMoreProps = {
  loading: boolean
  /** Not after a failure, which would only come again. */
  auto: boolean
  /** `byHand`, when somebody pressed the button and waits for what comes. */
  onLoad: (byHand: boolean) => void
}

/** Loads by itself when it comes near, and by its button for those who don't scroll. */
export function LoadMore({ loading, auto, onLoad }: LoadMoreProps) {
  const button = useRef<HTMLButtonElement>(null)
  const load = useEffectEvent(() => {
    // Under somebody's focus it would vanish with the last page.
    if (document.activeElement !== button.current) onLoad(false)
  })
  const isWatching = auto && !loading
  useEffect(() => {
    if (!isWatching || !button.current) return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) load()
      },
      { rootMargin: '600px' },
    )
    observer.observe(button.current)
    return () => observer.disconnect()
  }, [isWatching])
  return (
    <Button ref={button} loading={loading} onClick={() => onLoad(true)}>
      Load more
    </Button>
  )
}
