// Only with what is selected: most visits of the list do nothing with several endpoints.

export const loadBulkTest = () => import('./bulk-test-dialog')
export const loadBulkDelete = () => import('./bulk-delete-dialog')
