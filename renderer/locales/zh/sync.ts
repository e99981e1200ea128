/** Sentences of sync. */
export const sync = { title: 'sync' }
