import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { phoneQuery, useMediaQuery } from '../use-media-query'

const views = ['canvas', 'steps'] as const
export type EditorView = (typeof views)[number]

/** How the flow is shown: as a picture, or as a list, which is what fits on a phone. */
export function useEditorView(): { view: EditorView; showOther: () => void } {
  const phone = useMediaQuery(phoneQuery)
  const usual = phone ? 'steps' : 'canvas'
  const [chosen, choose] = useQueryState('view', parseAsStringLiteral(views))
  const view = chosen ?? usual
  const other = view === 'canvas' ? 'steps' : 'canvas'
  return { view, showOther: () => void choose(other === usual ? null : other) }
}
