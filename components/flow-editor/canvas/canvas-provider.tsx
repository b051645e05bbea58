'use client'

import { ReactFlowProvider } from '@xyflow/react'
import { createContext, type ReactNode, use, useState } from 'react'
import { useStore } from 'zustand'
import { type CanvasState, type CanvasStore, createCanvasStore } from './canvas-store'

const CanvasContext = createContext<CanvasStore | null>(null)

/** Lets the toolbar and the dialogs around it work on the same canvas. */
export function CanvasProvider({ children }: { children: ReactNode }) {
  const [store] = useState(createCanvasStore)
  return (
    <CanvasContext value={store}>
      <ReactFlowProvider>{children}</ReactFlowProvider>
    </CanvasContext>
  )
}

export function useCanvasStore(): CanvasStore {
  const store = use(CanvasContext)
  if (!store) throw new Error('useCanvas needs a CanvasProvider around it')
  return store
}

export function useCanvas<T>(selector: (state: CanvasState) => T): T {
  return useStore(useCanvasStore(), selector)
}
