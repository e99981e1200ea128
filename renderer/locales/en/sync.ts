import type { Sentences } from '../sentences.ts'
import type { sync as zh } from '../zh/sync.ts'

/** Sentences of sync. */
export const sync: Sentences<typeof zh> = { title: 'sync' }
