/** Set in a browser that hid the checklist of an organization, for that organization's path only. */
export const hiddenChecklistCookie = 'sluice-checklist-hidden'

export function setChecklistHidden(organization: string, hidden: boolean): void {
  const seconds = hidden ? 31_536_000 : 0
  document.cookie = `${hiddenChecklistCookie}=1; path=/${organization}; max-age=${seconds}; samesite=lax`
}
