/** Set in a browser that hid the checklist of an organization, for that organization's path only. */
export const hiddenChecklistCookie = 'sluice-checklist-hidden'
