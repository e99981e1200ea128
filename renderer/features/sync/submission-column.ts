import type { Submission } from '#contract/ipc/sync.ts'
import type { Language } from '../../locales/index.ts'

/** A column of `SubmissionsTable`. */
export interface SubmissionColumn {
  key: string
  title: string
  /** Width in px by language; without it the column takes what is left. */
  width?: Readonly<Record<Language, number>>
  /** Numbers and times stand at the end of their cell. */
  number?: boolean
  /** Whether the content is printed strong. */
  strong?: boolean
  /** Plain content, also the cell's title. */
  text?: (submission: Submission) => string
}
