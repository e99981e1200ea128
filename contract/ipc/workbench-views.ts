import { z } from 'zod'
import { contactChannels, contactOutcomes } from '#domain/customers/contact.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { assetClasses } from '#domain/products/asset-classes.ts'
import { taskGroups } from '#domain/workbench/groups.ts'
import { rankGates } from '#domain/workbench/rank.ts'
import { taskEndings } from '#domain/workbench/task.ts'
import { taskViewSchema } from './customers.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const parts = z.strictObject({
  value: z.number(),
  urgency: z.number(),
  compliance: z.number(),
  intent: z.number(),
})

/** A customer to contact, with all reasons there are: one row, one contact. */
export const workRowSchema = z.strictObject({
  customerId: z.string(),
  /** Place in the whole order, from 1, also where only a group is shown. */
  place: z.int(),
  name: z.string(),
  tier: z.enum(tiers),
  /** Masked; empty where none is known. */
  mobile: z.string(),
  managerName: z.string(),
  /** The reasons, the most pressing first. */
  tasks: z.array(taskViewSchema).min(1),
  group: z.enum(taskGroups),
  /** The largest amount among the reasons, 分; negative for money that left. */
  amountFen: z.int().nullable(),
  /** The earliest deadline. */
  dueOn: day,
  /** Points of 100, and the four parts they come from (0 to 1). */
  score: z.number(),
  parts,
  points: parts,
  gate: z.enum(rankGates).nullable(),
  lastContactOn: day.nullable(),
  lastOutcome: z.enum(contactOutcomes).nullable(),
})
export type WorkRow = z.infer<typeof workRowSchema>

/** A page of a work list in order of work; `total` counts the rows of all pages. */
export const workPageSchema = z.strictObject({ total: z.int(), rows: z.array(workRowSchema) })

/** The numbers of a work list: rows, each a customer with all reasons. */
export const workCountsSchema = z.strictObject({
  open: z.int(),
  /** By group, in the order of the tabs. */
  groups: z.array(z.strictObject({ group: z.enum(taskGroups), rows: z.int() })),
  /** By the earliest deadline. */
  overdue: z.int(),
  dueToday: z.int(),
  dueTomorrow: z.int(),
  /** Customers all of whose reasons somebody put off. */
  putOff: z.int(),
})
export type WorkCounts = z.infer<typeof workCountsSchema>

/** Figures of a book; money in 分. */
export const bookFactsSchema = z.strictObject({
  customers: z.int(),
  vip: z.int(),
  /** Σ of the month's 日均, and of the quarter's beside it. */
  averageFen: z.int(),
  quarterAverageFen: z.int(),
  /** AUM on the business date, less AUM at the end of last month; and less that of the day before. */
  monthNetFen: z.int(),
  dayNetFen: z.int(),
  /** Whose money moved most on the business date, in the direction of the sum. */
  dayNames: z.array(z.string()),
  /** What ends within 7 days, of how many customers, and how many of them were reached in 30 days. */
  maturingFen: z.int(),
  maturingCustomers: z.int(),
  maturingReached: z.int(),
  /** Contacts of the last 30 days, and those somebody answered. */
  contacts: z.int(),
  contactsReached: z.int(),
})
export type BookFacts = z.infer<typeof bookFactsSchema>

/** A large movement of the last days. */
export const movementViewSchema = z.strictObject({
  id: z.string(),
  customerId: z.string(),
  name: z.string(),
  on: day,
  atMs: z.int().nullable(),
  direction: z.enum(['in', 'out']),
  amountFen: z.int(),
  purpose: z.string().nullable(),
  operation: z.string(),
  bank: z.string().nullable(),
})
export type MovementView = z.infer<typeof movementViewSchema>

/** What ends on a day, by class of asset, 分. */
export const maturityDaySchema = z.strictObject({
  on: day,
  amounts: z.array(z.strictObject({ assetClass: z.enum(assetClasses), fen: z.int() })),
})

/** The head of a manager's workbench: figures of the book and numbers of the list. */
export const workbenchSchema = z.strictObject({
  businessDate: day,
  /** Day for which head office raised the tasks; null before the first time. */
  raisedFor: day.nullable(),
  facts: bookFactsSchema,
  counts: workCountsSchema,
  /** What the person did today (wall clock): contacts logged, tasks closed. */
  contactsToday: z.int(),
  closedToday: z.int(),
})

/** The panels beside the list. */
export const workbenchPanelsSchema = z.strictObject({
  businessDate: day,
  movements: z.array(movementViewSchema),
  movementTotal: z.int(),
  /** AUM of the book on each of the last 90 days, 分, oldest first. */
  trend: z.array(z.strictObject({ on: day, fen: z.int() })),
  maturities: z.array(maturityDaySchema),
})
export type WorkbenchPanels = z.infer<typeof workbenchPanelsSchema>

/** A manager's line of the team's page. */
export const teamMemberSchema = z.strictObject({
  staffId: z.string(),
  name: z.string(),
  customers: z.int(),
  /** Customers to contact, those whose deadline has passed, and those due today. */
  open: z.int(),
  overdue: z.int(),
  dueToday: z.int(),
  /** Contacts and closed tasks of today, and contacts of the last 7 days. */
  contactsToday: z.int(),
  closedToday: z.int(),
  contactsWeek: z.int(),
  /** What ends within 7 days, and how much of it nobody spoke about yet, 分. */
  maturingFen: z.int(),
  uncoveredFen: z.int(),
})
export type TeamMember = z.infer<typeof teamMemberSchema>

/** Money that ends within 7 days and about which nobody spoke to the customer in 30 days. */
export const uncoveredSchema = z.strictObject({
  positionId: z.string(),
  customerId: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  managerName: z.string(),
  product: z.string(),
  amountFen: z.int(),
  maturesOn: day,
  lastContactOn: day.nullable(),
})
export type Uncovered = z.infer<typeof uncoveredSchema>

/** Everything the branch head's workbench and the page for the morning meeting show. */
export const teamSchema = z.strictObject({
  businessDate: day,
  raisedFor: day.nullable(),
  branchName: z.string(),
  facts: bookFactsSchema,
  members: z.array(teamMemberSchema),
  uncovered: z.array(uncoveredSchema),
  /** The most pressing rows of the branch, with their managers. */
  top: z.array(workRowSchema),
  movements: z.array(movementViewSchema),
  /** Customers nobody looks after. */
  unallocated: z.int(),
})
export type TeamView = z.infer<typeof teamSchema>

/** A line of the visit list: whom to see, where, why. */
export const visitSchema = workRowSchema.extend({ address: z.string() })
export type Visit = z.infer<typeof visitSchema>

/** A contact of the day, as the work log shows it. */
export const loggedContactSchema = z.strictObject({
  id: z.string(),
  atMs: z.int(),
  customerName: z.string(),
  tier: z.enum(tiers),
  channel: z.enum(contactChannels),
  outcome: z.enum(contactOutcomes),
  summary: z.string(),
  nextOn: day.nullable(),
  staffName: z.string(),
})

/** A task closed today. */
export const closedTaskSchema = z.strictObject({
  task: taskViewSchema,
  customerName: z.string(),
  outcome: z.enum(taskEndings).nullable(),
  atMs: z.int(),
  staffName: z.string(),
})

/** What was done today, and what is left: for the evening meeting. */
export const workLogSchema = z.strictObject({
  /** The day shown, by the wall clock: what was done is a fact of that day. */
  day,
  contacts: z.array(loggedContactSchema),
  closed: z.array(closedTaskSchema),
  left: z.strictObject({ open: z.int(), overdue: z.int(), dueToday: z.int(), putOff: z.int() }),
})
export type WorkLog = z.infer<typeof workLogSchema>
