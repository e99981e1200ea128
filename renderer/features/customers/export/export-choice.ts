import type { Request } from '#contract/ipc.ts'

/** What a person chooses of every export: why, in which format; in the language of the page. */
export type ExportChoice = Pick<Request<'customers.export'>, 'reason' | 'format' | 'language'>
