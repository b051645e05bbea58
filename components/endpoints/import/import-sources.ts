/** What an endpoint can be imported from, as it stands in the address. */
export const importSources = ['curl', 'openapi'] as const
export type ImportSource = (typeof importSources)[number]
