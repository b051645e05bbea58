/** Remembers where `/` leads. Only a hint: the page checks the membership. */
export const lastOrganizationCookie = 'sluice-organization'
