import type { UsageModule } from '#domain/usage/modules.ts'
import type {
  AppealView,
  BoardMember,
  ExemptionView,
  SampleView,
  SignView,
} from '#contract/ipc/assessment.ts'
import type { DutyView } from '#contract/ipc/duty.ts'

/** What a person is about to decide in the dialog. */
export type Deciding =
  /** `modules`: those of the person's roles that were not used. */
  | { kind: 'appeal'; appeal: AppealView; modules: readonly UsageModule[] }
  | { kind: 'sign'; sign: SignView }
  | { kind: 'sample'; sample: SampleView }
  | { kind: 'exempt'; member: BoardMember }
  | { kind: 'withdraw'; exemption: ExemptionView }
  | { kind: 'withdrawDuty'; entry: DutyView }

/** A name of the decision, under which what is typed is kept. */
export function decidingKey(deciding: Deciding, month: string): string {
  switch (deciding.kind) {
    case 'appeal':
      return `decide:appeal:${deciding.appeal.id}`
    case 'sign':
      return `decide:sign:${month}:${deciding.sign.staffId}:${deciding.sign.kind}`
    case 'sample':
      return `decide:sample:${deciding.sample.taskId}`
    case 'exempt':
      return `decide:exempt:${month}:${deciding.member.staffId}`
    case 'withdraw':
      return `decide:withdraw:${deciding.exemption.id}`
    case 'withdrawDuty':
      return `decide:withdrawDuty:${deciding.entry.id}`
  }
}

/** Whole numbers of typed counts, blanks left out; null where one is no whole number. */
export function countsFrom(typed: Readonly<Record<string, string>>): Record<string, number> | null {
  const counts: Record<string, number> = {}
  for (const [field, text] of Object.entries(typed)) {
    const value = text.trim().replace('−', '-')
    if (value === '' || value === '0') continue
    if (!/^-?\d{1,4}$/.test(value)) return null
    counts[field] = Number(value)
  }
  return counts
}
