import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import type { Contact, ContactOutcome } from '#domain/customers/contact.ts'
import type { Customer } from '#domain/customers/records.ts'
import {
  addDays,
  ageOn,
  type Day,
  dayOfInstant,
  daysBetween,
  instantOfDay,
} from '#domain/time/day.ts'
import type { TaskEvidence } from '#domain/workbench/evidence.ts'
import type { Task, TaskKind, TaskOutcome } from '#domain/workbench/task.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import type { Care } from './care.ts'
import type { Ending } from './contact-history.ts'
import { dayOfNumber } from '#domain/time/day.ts'
import type { Chance } from '#platform/chance/chance.ts'

/** Tasks closed within so many days are kept. */
const keptDays = 70

interface Closing {
  kind: TaskKind
  ruleVersion: string
  /** What it was about, as the rule of its kind tells occasions apart. */
  occasion: string
  dueOn: Day
  amountFen: number | null
  evidence: Record<string, string | number | null>
  priority: number
  raisedOn: Day
}

function closing<Kind extends TaskKind>(
  kind: Kind,
  ruleVersion: string,
  occasion: string,
  priority: number,
  raisedOn: Day,
  dueOn: Day,
  amountFen: number | null,
  evidence: TaskEvidence<Kind>,
): Closing {
  return { kind, ruleVersion, occasion, priority, raisedOn, dueOn, amountFen, evidence }
}

const outcomes: Readonly<Record<ContactOutcome, TaskOutcome>> = {
  interested: 'done',
  again: 'done',
  done: 'done',
  not_interested: 'no_need',
  refused: 'customer_refused',
  no_answer: 'not_reached',
}

function closed(customer: Customer, task: Closing, by: Contact, note: string | null): Task {
  return {
    branch_id: customer.branch_id,
    id: nameBasedId('rule', task.kind, `${customer.id}:${task.occasion}`),
    customer_id: customer.id,
    staff_id: by.staff_id,
    kind: task.kind,
    priority: task.priority,
    due_on: task.dueOn,
    amount_fen: task.amountFen,
    evidence: JSON.stringify(task.evidence),
    rule_version: task.ruleVersion,
    state: 'done',
    created_at: instantOfDay(task.raisedOn) + 20 * 3_600_000,
    completed_at: by.at + ((by.duration_minutes ?? 1) + 2) * 60_000,
    completed_by: by.staff_id,
    outcome: outcomes[by.outcome],
    note,
    not_before: null,
    reason: null,
  }
}

/** What a contact closed: the task its story was about, told with the facts of its day. */
function closedBy(
  customer: Customer,
  contact: Contact,
  before: Contact | undefined,
  kind: TaskKind | null,
  endings: readonly Ending[],
): Closing | null {
  const on = dayOfInstant(contact.at)
  if (kind === 'maturity') {
    const ending = endings.find(({ endsOn }) => Math.abs(daysBetween(dayOfNumber(endsOn), on)) <= 4)
    if (!ending) return null
    const maturesOn = dayOfNumber(ending.endsOn)
    const evidence = { product: ending.product, amountFen: ending.fen, maturesOn }
    return closing(
      'maturity',
      'maturity-1',
      `${ending.positionId}:${maturesOn}`,
      2,
      addDays(maturesOn, -15),
      maturesOn,
      ending.fen,
      evidence,
    )
  }
  if (before?.next_on && daysBetween(before.next_on, on) <= 1 && before.next_on <= addDays(on, 1)) {
    const due = before.next_on
    return closing('follow_up', 'follow-up-1', before.id, 1, addDays(due, -1), due, null, {
      outcome: before.outcome,
      on: due,
      note: [...before.summary].slice(0, 60).join(''),
    })
  }
  if (kind === 'contact_overdue' && before) {
    const days = daysBetween(dayOfInstant(before.at), on)
    const cycleDays = contactCycleDays[customer.tier]
    if (days <= cycleDays) return null
    return closing(
      'contact_overdue',
      'contact-1',
      `${dayOfInstant(before.at)}:${Math.floor(days / cycleDays)}`,
      2,
      addDays(on, -3),
      addDays(on, 4),
      null,
      { days, cycleDays },
    )
  }
  if (kind === 'birthday' && customer.birth_date) {
    const birthday = `${on.slice(0, 4)}${customer.birth_date.slice(4)}`.replace('-02-29', '-02-28')
    if (Math.abs(daysBetween(birthday, on)) > 7) return null
    const age = ageOn(customer.birth_date, birthday)
    return closing(
      'birthday',
      'birthday-1',
      birthday.slice(0, 4),
      3,
      addDays(birthday, -7),
      birthday,
      null,
      { on: birthday, age },
    )
  }
  return null
}

/** Short notes that people leave with a task. */
const notes = ['已联系', '已处理', '见联系记录', null, null]

/** Tasks of the last weeks that a contact closed. */
export function pastTasks(
  customer: Customer,
  care: Care,
  endings: readonly Ending[],
  businessDate: Day,
  random: Chance,
): Task[] {
  const since = instantOfDay(addDays(businessDate, -keptDays))
  const tasks = new Map<string, Task>()
  for (const [at, { contact, task }] of care.told.entries()) {
    if (contact.at < since) continue
    const before = care.told[at - 1]?.contact
    const found = closedBy(customer, contact, before, task, endings)
    if (!found) continue
    const made = closed(customer, found, contact, random.pick(notes))
    if (made.created_at < contact.at) tasks.set(made.id, made)
  }
  return [...tasks.values()]
}
