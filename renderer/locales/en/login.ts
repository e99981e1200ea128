import type { Sentences } from '../sentences.ts'
import type { login as zh } from '../zh/login.ts'

/** Sentences of login. */
export const login: Sentences<typeof zh> = { title: 'login' }
