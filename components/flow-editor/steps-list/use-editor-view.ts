import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { phoneQuery, useMediaQuery } from '../use-media-query'

const views = ['canvas', 'steps'] as const
export type EditorView = (typeof views)[number]

/** How the flow is shown: as a picture, or as a list, which is what fits on a phone. */
export function useEditorView(): [EditorView, (view: EditorView) => void] {
  const phone = useMediaQuery(phoneQuery)
  const usual = phone ? 'steps' : 'canvas'
  const [chosen, choose] = useQueryState('view', parseAsStringLiteral(views))
  return [chosen ?? usual, (view) => void choose(view === usual ? null : view)]
}
