import type { Sentences } from '../sentences.ts'
import type { home as zh } from '../zh/home.ts'

/** Sentences of home. */
export const home: Sentences<typeof zh> = { title: 'home' }
