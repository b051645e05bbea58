import { copyText } from '@/components/ui/copy-text'
import { showToast } from '@/components/ui/toast'
import { plural } from '@/lib/format'
import { writeSteps } from '../copied-steps'
import { useEditorStore } from '../use-editor'
import { sayNothingPasted, usePasteSteps } from './use-paste-steps'
import { useRemoveSelection } from './use-remove-selection'

/** Copy, cut and paste for buttons and menus, where the browser may ask for permission first. */
export function useClipboardButtons() {
  const editor = useEditorStore()
  const pasteText = usePasteSteps()
  const remove = useRemoveSelection()

  async function copySelection(): Promise<boolean> {
    const state = editor.getState()
    return copyText(writeSteps(state, state.selectedNodeIds))
  }

  async function copy() {
    const count = editor.getState().selectedNodeIds.length
    if (await copySelection()) showToast({ title: `${plural(count, 'step', 'steps')} copied` })
  }

  async function cut() {
    if (await copySelection()) remove('cut')
  }

  async function paste() {
    try {
      pasteText(await navigator.clipboard.readText())
    } catch {
      sayNothingPasted('The browser refused the clipboard. Click the canvas and paste with the keyboard.')
    }
  }

  return { copy, cut, paste }
}
