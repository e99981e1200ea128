import { z } from 'zod'
import { tiers } from '#domain/customers/records.ts'
import { groupRuleSchema, ruleDraftSchema } from '#domain/groups/read-rule.ts'
import { groupKinds, groupLimits, groupVisibilities } from '#domain/groups/limits.ts'
import { channel } from './channel.ts'
import { bookRoles, customerRowSchema } from './customer-list.ts'
import { taskViewSchema } from './customers.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const idText = z.string().min(1).max(64)
const name = z.string().trim().min(1).max(groupLimits.nameLength)
const note = z.string().trim().max(groupLimits.noteLength)
const customerIds = z.array(idText).max(groupLimits.members)
const given = z.strictObject({ commandId: z.string() })
const ofGroup = z.strictObject({ groupId: idText })

/** A group as its list shows it; `count` is of the caller's own customers, or of the branch. */
export const groupViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(groupKinds),
  visibility: z.enum(groupVisibilities),
  note: z.string(),
  /** Null of static groups, and of a rule that this version cannot read. */
  rule: ruleDraftSchema.nullable(),
  ownerName: z.string(),
  mine: z.boolean(),
  /** Whether the caller may rename, change and delete it. */
  mayChange: z.boolean(),
  count: z.int(),
  changedAtMs: z.int(),
  /** What was done to it here waits for head office. */
  queued: z.boolean(),
})
export type GroupView = z.infer<typeof groupViewSchema>

/** How many customers a rule leaves, line by line, who they are and some of them; money in 分. */
export const groupCountSchema = z.strictObject({
  everybody: z.int(),
  /** Lines in the order they are read: places of parts from the root down; the last is the whole rule. */
  steps: z.array(z.strictObject({ at: z.array(z.int()), customers: z.int() })),
  total: z.int(),
  averageFen: z.int(),
  tiers: z.array(z.strictObject({ tier: z.enum(tiers), customers: z.int() })),
  sample: z.array(customerRowSchema),
})
export type GroupCount = z.infer<typeof groupCountSchema>

/** Somebody who stands in a static group, and who added him or her when. */
export const groupMemberViewSchema = z.strictObject({
  customerId: z.string(),
  customerNo: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  addedBy: z.string(),
  addedAtMs: z.int(),
})
export type GroupMemberView = z.infer<typeof groupMemberViewSchema>

/** A line of a group's visit list: whom to see, where, and what is open. Masked as on screen. */
export const groupVisitSchema = z.strictObject({
  customerId: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  mobile: z.string(),
  address: z.string(),
  tasks: z.array(taskViewSchema),
  /** The earliest deadline of what is open. */
  dueOn: day.nullable(),
})

/** 客户组: named customers and rules, counted within the caller's own customers. */
export const customerGroupChannels = {
  'groups.list': channel(
    bookRoles,
    z.null(),
    z.strictObject({ groups: z.array(groupViewSchema), everybody: z.int() }),
    'groups',
  ),
  /** A rule that nobody has kept yet; without a condition everybody is left. */
  'groups.count': channel(
    bookRoles,
    z.strictObject({ rule: groupRuleSchema.nullable(), sample: z.int().min(0).max(20) }),
    groupCountSchema,
  ),
  'groups.members': channel(
    bookRoles,
    ofGroup,
    z.strictObject({
      rows: z.array(groupMemberViewSchema),
      averageFen: z.int(),
      tiers: groupCountSchema.shape.tiers,
    }),
    'groups',
  ),
  /** Who fits, best off first, with addresses to the street, to be printed. */
  'groups.visits': channel(
    bookRoles,
    ofGroup.extend({ limit: z.int().min(1).max(60) }),
    z.strictObject({
      businessDate: day,
      groupName: z.string(),
      total: z.int(),
      visits: z.array(groupVisitSchema),
    }),
    'groups',
  ),
  /** A new group; of a static one with its first customers. */
  'groups.create': channel(
    bookRoles,
    z.strictObject({
      name,
      kind: z.enum(groupKinds),
      visibility: z.enum(groupVisibilities),
      note,
      rule: groupRuleSchema.nullable(),
      customerIds,
    }),
    given.extend({ groupId: z.string() }),
    'groups',
  ),
  /** Changes what is named. */
  'groups.change': channel(
    bookRoles,
    ofGroup.extend({
      name: name.optional(),
      visibility: z.enum(groupVisibilities).optional(),
      note: note.optional(),
      rule: groupRuleSchema.optional(),
    }),
    given,
    'groups',
  ),
  'groups.setMembers': channel(
    bookRoles,
    ofGroup.extend({ add: customerIds, remove: customerIds }),
    given,
    'groups',
  ),
  'groups.delete': channel(bookRoles, ofGroup, given, 'groups'),
  'groups.restore': channel(bookRoles, ofGroup, given, 'groups'),
}
