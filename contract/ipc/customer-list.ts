import { z } from 'zod'
import { churnBands } from '#domain/customers/churn.ts'
import { customerTypes } from '#domain/customers/customer-types.ts'
import { customerMarks } from '#domain/customers/marks.ts'
import { tiers } from '#domain/customers/records.ts'
import { assetClasses } from '#domain/products/records.ts'
import { taskKinds } from '#domain/workbench/task.ts'
import { channel } from './channel.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const idText = z.string().min(1).max(64)

/** Who works with customers on screen; tellers have the counter instead. */
export const bookRoles = ['customer_manager', 'branch_head', 'operations_supervisor'] as const

/** Columns a list may be sorted by. */
export const customerSorts = [
  'aum',
  'change30',
  'average',
  'name',
  'lastContact',
  'maturity',
  'completeness',
  'number',
  'mobile',
  'tier',
  'holdings',
  'loan',
  'risk',
  'tasks',
  'manager',
  'value',
  'churn',
] as const

/** Filters of the list; null is 不限. `text` finds by name, pinyin, initials, number or last four. */
export const customerFilterSchema = z.strictObject({
  text: z.string().max(60),
  tier: z.enum(tiers).nullable(),
  /** Only customers at or above the tier instead of exactly it. */
  tierAndAbove: z.boolean(),
  managerRole: z.enum(['primary', 'co', 'acting']).nullable(),
  asset: z.enum(assetClasses).nullable(),
  /** Change of AUM in 30 days; `outflow` is a notable fall (`domain/customers/change.ts`). */
  change: z.enum(['up', 'down', 'outflow']).nullable(),
  maturesWithinDays: z.int().min(1).max(365).nullable(),
  notContactedForDays: z.int().min(1).max(3650).nullable(),
  incompleteBelowBp: z.int().min(0).max(10_000).nullable(),
  /** Only customers not contacted within the contact cycle of their tier. */
  overdue: z.boolean().optional(),
  /** Near the next tier or below the own one (`domain/customers/tier-gap.ts`). */
  gap: z.enum(['near', 'below']).nullable().optional(),
  /** Only customers with an open task of the kind. */
  task: z.enum(taskKinds).nullable().optional(),
  mark: z.enum(customerMarks).nullable().optional(),
  /** Valid risk assessment of the level, or what is wrong with it. */
  risk: z.enum(['none', 'expired', 'c1', 'c2', 'c3', 'c4', 'c5']).nullable().optional(),
  /** Churn points in the band or a higher one. */
  churn: z.enum(['yellow', 'orange', 'red']).nullable().optional(),
  /** Value score of at least so many points. */
  valueFrom: z.int().min(1).max(100).nullable().optional(),
  /** Only customers of a type beside the tiers. */
  customerType: z.enum(customerTypes).nullable().optional(),
  /** Only customers who hold at least so many product classes, loans counted. */
  holdsAtLeast: z.int().min(1).max(9).nullable().optional(),
  /** Looked after by this person, in whatever role; says something in a branch only. */
  managerId: idText.nullable().optional(),
  /** Only customers of a group the person sees (`domain/groups`). */
  groupId: idText.nullable().optional(),
  /** Only customers the person marked ★. */
  favourite: z.boolean().optional(),
})
export type CustomerFilter = z.infer<typeof customerFilterSchema>

/** One row of a customer list; personal data is masked already. Money in 分. */
export const customerRowSchema = z.strictObject({
  id: z.string(),
  customerNo: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  mobile: z.string(),
  aumFen: z.int(),
  averageFen: z.int(),
  change30Fen: z.int(),
  loanFen: z.int(),
  /** The last twelve monthly averages, 分, oldest first. */
  trendFen: z.array(z.int()),
  assets: z.array(z.enum(assetClasses)),
  hasLoan: z.boolean(),
  maturityOn: day.nullable(),
  maturityFen: z.int().nullable(),
  lastContactOn: day.nullable(),
  /** Longer ago than the contact cycle of the tier allows. */
  contactOverdue: z.boolean(),
  completenessBp: z.int(),
  managerName: z.string(),
  openTasks: z.int(),
  /** Kind of the most pressing open task. */
  nextTask: z.enum(taskKinds).nullable(),
  /** C1–C5; null without an assessment. */
  riskLevel: z.int().nullable(),
  riskExpired: z.boolean(),
  marks: z.array(z.enum(customerMarks)),
  favourite: z.boolean(),
  /** Hundredths of a point; null where head office has not evaluated, or the customer is dead. */
  valueScore: z.int().nullable(),
  churnPoints: z.int().nullable(),
  churnBand: z.enum(churnBands).nullable(),
  types: z.array(z.enum(customerTypes)),
})
export type CustomerRow = z.infer<typeof customerRowSchema>

/** How a list is ordered. */
const orderSchema = z.strictObject({ sort: z.enum(customerSorts), descending: z.boolean() })

const pageRequest = orderSchema.extend({
  filter: customerFilterSchema,
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
})

/** Views of the product, in their order. */
export const productViews = [
  'all',
  'vip',
  'maturing',
  'near',
  'churn',
  'outflow',
  'idle',
  'overdue',
  'incomplete',
  'favourite',
] as const

/** Columns of a list that were chosen, in their order; null for the usual ones. */
const columnsSchema = z.array(z.string().max(30)).max(40).nullable()

/** Longest name of a saved view, characters, and the most a person may have. */
export const viewLimits = { nameLength: 20, count: 20 } as const

/** Content of a view a person saved. */
export const savedViewSchema = z.strictObject({
  name: z.string().trim().min(1).max(viewLimits.nameLength),
  filter: customerFilterSchema,
  order: orderSchema.nullable(),
  columns: columnsSchema,
})
export type SavedView = z.infer<typeof savedViewSchema>

/** A view and how many customers it holds now; `own` null for one of the product. */
export const customerViewSchema = z.strictObject({
  /** A word of {@link productViews}, or the id of a saved view. */
  key: z.string(),
  filter: customerFilterSchema,
  count: z.int(),
  own: savedViewSchema.omit({ filter: true }).nullable(),
})
export type CustomerView = z.infer<typeof customerViewSchema>

/** A hit of the search box. `mine` marks the own book; others are masked. */
export const searchHitSchema = z.strictObject({
  id: z.string(),
  customerNo: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  mobile: z.string(),
  mine: z.boolean(),
  match: z.enum(['identifier', 'name', 'pinyin', 'initials', 'token', 'tail', 'recent']),
  /** Monthly average, 分; null for customers of others, of whom only the tier is shown. */
  averageFen: z.int().nullable(),
  /** How far a request to see somebody else's customer is; null where none stands. */
  viewing: z.enum(['waiting', 'open']).nullable(),
})
export type SearchHit = z.infer<typeof searchHitSchema>

/**
 * What a search found. `filling`: after the first download of a large branch not every customer can
 * be found yet; how many can, of how many.
 */
export const searchReplySchema = z.strictObject({
  hits: z.array(searchHitSchema),
  tooMany: z.boolean(),
  filling: z.strictObject({ filled: z.int(), total: z.int() }).nullable(),
})

/** Why a list is taken out of the program. */
export const exportReasons = ['visit', 'meeting', 'inspection', 'reconcile'] as const

/** Columns a file may hold, in their order. */
export const exportColumns = [
  'number',
  'name',
  'tier',
  'mobile',
  'aum',
  'average',
  'change30',
  'loan',
  'holdings',
  'maturity',
  'lastContact',
  'completeness',
  'risk',
  'value',
  'churn',
  'types',
  'tasks',
  'manager',
] as const

/** Lists and search of customers, and a person's own order in them. */
export const customerListChannels = {
  'customers.views': channel(
    bookRoles,
    z.null(),
    z.strictObject({ views: z.array(customerViewSchema), columns: columnsSchema }),
    'customers',
  ),
  'customers.list': channel(
    bookRoles,
    pageRequest,
    z.strictObject({
      total: z.int(),
      sumAumFen: z.int(),
      /** Σ of the month's 日均 of all customers that fit the filter. */
      sumAverageFen: z.int(),
      offset: z.int(),
      rows: z.array(customerRowSchema),
    }),
    'customers',
  ),
  /** Keeps a view; `id` null for a new one. Refuses a name that is taken and one too many. */
  'customers.saveView': channel(
    bookRoles,
    savedViewSchema.extend({ id: idText.nullable() }),
    z.strictObject({ id: z.string() }),
  ),
  'customers.deleteView': channel(bookRoles, z.strictObject({ id: idText }), z.null()),
  'customers.setColumns': channel(bookRoles, z.strictObject({ columns: columnsSchema }), z.null()),
  'customers.setFavourite': channel(
    bookRoles,
    z.strictObject({ customerId: idText, favourite: z.boolean() }),
    z.null(),
  ),
  /** Who looks after customers of the list's scope, for the filter of a branch. */
  'customers.managers': channel(
    bookRoles,
    z.null(),
    z.array(z.strictObject({ id: z.string(), name: z.string() })),
  ),
  'customers.search': channel(
    bookRoles,
    z.strictObject({ text: z.string().max(60), limit: z.int().min(1).max(50) }),
    searchReplySchema,
    'customers',
  ),
  /** Customers opened last on this PC by this person who may still be seen in full. */
  'customers.recent': channel(bookRoles, z.null(), z.array(searchHitSchema)),
  /** Remembers that a record was opened. */
  'customers.visit': channel(bookRoles, z.strictObject({ customerId: idText }), z.null()),
  /**
   * Writes the list, or the customers chosen of it, to a file on this PC; the usage record is durable
   * before the first byte. Phones are always masked.
   */
  'customers.export': channel(
    bookRoles,
    orderSchema.extend({
      filter: customerFilterSchema,
      /** Only these of the customers that fit; null for all. */
      customerIds: z.array(idText).min(1).max(5000).nullable(),
      columns: z.array(z.enum(exportColumns)).min(1),
      names: z.enum(['masked', 'full']),
      reason: z.enum(exportReasons),
      format: z.enum(['xlsx', 'csv']),
      language: z.enum(['zh', 'en']),
    }),
    z.strictObject({ path: z.string(), rows: z.int(), exportNo: z.string() }),
    'customers',
  ),
}
