import type pg from 'pg'
import type { ReckoningSubject } from '#domain/administration/records.ts'
import type { Day } from '#domain/time/day.ts'
import { stageEvaluation } from '../evaluation/stage-evaluation.ts'
import { stageSummaries } from '../summary/stage-summaries.ts'
import { stageTiers } from '../tiers/stage-tiers.ts'
import { stageKeyTransactions } from '../key-transactions/stage-cards.ts'
import { raiseTasks } from '../workbench/raise-tasks.ts'

/** A branch and the day that is opened for it. */
export interface BranchDay {
  branchId: string
  /** The business date that is opened. */
  date: Day
  /** The day this step last stood for in this branch; null where it never ran. */
  previous: Day | null
  /** Whether customers have no tiers yet: right after a first load. */
  firstTiers: boolean
}

/**
 * One thing that opening a day computes for a branch. It runs in the branch's transaction, with its
 * scope locked, and stages what it finds (`createStage`, `stageRows`); the rows are merged when it
 * returns, so the next step reads them. Rows that come out as they stand keep their version.
 */
export interface BranchStep {
  subject: ReckoningSubject
  stage: (client: pg.ClientBase, day: BranchDay) => Promise<void>
}

/** What is computed for every branch, in this order: later steps read what earlier ones wrote. */
export const branchSteps: readonly BranchStep[] = [
  { subject: 'summary', stage: stageSummaries },
  { subject: 'tiers', stage: stageTiers },
  { subject: 'value', stage: stageEvaluation },
  { subject: 'tasks', stage: raiseTasks },
  { subject: 'key_transactions', stage: stageKeyTransactions },
]
