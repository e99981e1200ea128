import type { Day } from '../time/day.ts'
import { tiers, type Tier } from '../customers/records.ts'
import type { CaseFile } from './case-file.ts'
import type { TaskEvidence } from './evidence.ts'
import type { TaskKind } from './task.ts'

/** How pressing: P0 today, P1 this week, P2 this month, P3 when there is time. */
export type Priority = 0 | 1 | 2 | 3

/** A reason to act on a customer. */
export interface Finding {
  kind: TaskKind
  /** The rule and its version, such as `maturity-1`. */
  ruleVersion: string
  /** What it is about, the same on every day the rule finds it: a position, a year, a booking. */
  occasion: string
  priority: Priority
  dueOn: Day
  amountFen: number | null
  evidence: Record<string, string | number | null>
}

/** A finding as its rule makes it: evidence in the shape of its kind. */
export interface Found<Kind extends TaskKind> {
  occasion: string
  priority: Priority
  dueOn: Day
  amountFen?: number
  evidence: TaskEvidence<Kind>
}

/** A rule: pure, of one kind, with the version that its tasks carry. */
export interface Rule {
  kind: TaskKind
  version: string
  find: (file: CaseFile) => Finding[]
}

/** Declares a rule of one kind. */
export function rule<Kind extends TaskKind>(
  kind: Kind,
  version: string,
  find: (file: CaseFile) => Found<Kind>[],
): Rule {
  return {
    kind,
    version,
    find: (file) =>
      find(file).map(({ amountFen = null, ...found }) => ({
        kind,
        ruleVersion: version,
        amountFen,
        ...found,
      })),
  }
}

/** Whether the bank looks after a tier beyond what the customer asks for: 潜力 and above. */
export function caredFor(tier: Tier): boolean {
  return tiers.indexOf(tier) >= tiers.indexOf('potential')
}

/** A step of {@link leadStep} as a priority. */
export function priorityOf(step: number): Priority {
  return step <= 0 ? 0 : step === 1 ? 1 : step === 2 ? 2 : 3
}
