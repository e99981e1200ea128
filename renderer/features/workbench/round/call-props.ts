import type { WorkRow } from '#contract/ipc/workbench-views.ts'

/** What a call is about: its customer with the reasons, on the business date. */
export interface CallProps {
  row: WorkRow
  today: string
  /** Whether nobody comes after. */
  single?: boolean
}
