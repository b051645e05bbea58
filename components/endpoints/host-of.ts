/** The host of a stored base URL, with its port when it has one. */
export function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host
}
