import { showToast } from './toast'

/**
 * Puts a text on the clipboard, and says so when the browser won't.
 * @returns whether it is there
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    showToast({ title: 'Couldn’t copy', description: 'The browser refused the clipboard.', tone: 'danger' })
    return false
  }
}
