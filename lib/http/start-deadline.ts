/**
 * Calls back once, never before `limitMs` have passed since `startedAt` (`performance.now()`). A
 * plain timer counts from the event loop's cached time and may fire a little early.
 *
 * @returns a function that stops it
 */
export function startDeadline(limitMs: number, startedAt: number, onExpire: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const check = () => {
    const left = limitMs - (performance.now() - startedAt)
    if (left <= 0) onExpire()
    else timer = setTimeout(check, Math.ceil(left))
  }
  check()
  return () => clearTimeout(timer)
}
