import { signsOfOne } from './alone.ts'
import type { AnomalyRule } from './rule.ts'
import { type Sign, signKinds } from './signs.ts'
import { signsTogether } from './together.ts'
import type { TracedMonth } from './trace.ts'

/**
 * Signs in one branch's month, by person and kind. They say what looks unlike work and why; what it was
 * is decided by a person, and no score depends on it.
 */
export function findSigns({ dutyDays, sessions }: TracedMonth, rule: AnomalyRule): Sign[] {
  const byPerson = Map.groupBy(sessions, ({ staffId }) => staffId)
  const alone = [...byPerson].flatMap(([staffId, own]) =>
    signsOfOne(staffId, own, dutyDays.get(staffId) ?? [], rule),
  )
  const place = ({ evidence }: Sign) => signKinds.indexOf(evidence.kind)
  return [...alone, ...signsTogether(sessions, rule)].sort(
    (a, b) => (a.staffId < b.staffId ? -1 : a.staffId > b.staffId ? 1 : 0) || place(a) - place(b),
  )
}
