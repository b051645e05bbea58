'use client'

import Link from 'next/link'
import {
  type ComponentType,
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { showToast } from '@/components/ui/toast'
import type { PaletteProps } from './palette'
import type { PaletteItem } from './palette-item'

/** Called when the palette opens, so that a page need not keep a list of its steps for it. */
type Source = () => PaletteItem[]

type PaletteAccess = { openPalette: () => void; offer: (source: Source) => () => void }

const preloadAfterMs = 2_000

const PaletteContext = createContext<PaletteAccess | null>(null)

/** The palette of an organization's pages. Its code is fetched when it is first asked for. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null)
  const [open, setOpen] = useState(false)
  const [target, setTarget] = useState<{ href: string } | null>(null)
  const sources = useRef(new Set<Source>())
  const link = useRef<HTMLAnchorElement>(null)

  const openPalette = useCallback(() => {
    import('./palette').then(
      (module) => {
        setPalette(() => module.Palette)
        setOpen(true)
      },
      () =>
        showToast({
          title: 'Couldn’t open the search',
          description: 'Check your connection and try again.',
          tone: 'danger',
        }),
    )
  }, [])
  const access = useMemo<PaletteAccess>(
    () => ({
      openPalette,
      offer: (source) => {
        sources.current.add(source)
        return () => sources.current.delete(source)
      },
    }),
    [openPalette],
  )
  const readOffers = useCallback(() => [...sources.current].flatMap((source) => source()), [])

  // Soon after the page is there, or what is typed behind the first Ctrl+K would still be meant for the page.
  useEffect(() => {
    const timer = setTimeout(() => {
      // Whoever asks for it is told when it can't be fetched.
      import('./palette').catch(() => {})
    }, preloadAfterMs)
    return () => clearTimeout(timer)
  }, [])

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const isShortcut = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
      if (!isShortcut || event.key.toLowerCase() !== 'k' || event.defaultPrevented) return
      if (!open && isModalOpen()) return
      event.preventDefault()
      if (event.repeat) return
      if (open) setOpen(false)
      else openPalette()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [open, openPalette])

  // Pages with unsaved changes guard their links, and don't know of a router that is told directly.
  useEffect(() => {
    if (target) link.current?.click()
  }, [target])

  return (
    <PaletteContext value={access}>
      {children}
      {target && (
        <Link ref={link} href={target.href} prefetch={false} hidden>
          Chosen page
        </Link>
      )}
      {Palette && (
        <Palette
          open={open}
          onOpenChange={setOpen}
          readOffers={readOffers}
          go={(href) => setTarget({ href })}
        />
      )}
    </PaletteContext>
  )
}

/** Modal dialogs hide the page behind them from screen readers. */
function isModalOpen(): boolean {
  return document.querySelector('#app[aria-hidden="true"]') !== null
}

/** Opens the palette. */
export function useOpenPalette(): () => void {
  return usePaletteAccess().openPalette
}

/** Offers what can be done on this page, for as long as the caller is on it. */
export function usePaletteOffer(source: Source): void {
  const { offer } = usePaletteAccess()
  useEffect(() => offer(source), [offer, source])
}

function usePaletteAccess(): PaletteAccess {
  const access = use(PaletteContext)
  if (!access) throw new Error('The palette is for pages of an organization')
  return access
}
