import { z } from 'zod'
import { groupKinds, groupLimits, groupVisibilities } from '#domain/groups/limits.ts'
import { ruleLimits } from '#domain/groups/rule.ts'

const id = z.string().max(64)
const name = z.string().max(groupLimits.nameLength)
const note = z.string().max(groupLimits.noteLength).nullable()
/** JSON of a rule; head office reads it again, so that a wrong one has a code of its own. */
const rule = z.string().max(ruleLimits.textLength).nullable()
const customerIds = z.array(id).max(groupLimits.membersAtOnce)

/**
 * A decision: a group of customers begins. `rule` stands with dynamic ones alone, `customerIds` with static
 * ones. `groupId` is made by the terminal.
 */
export const createGroupSchema = z.strictObject({
  groupId: id,
  name,
  kind: z.enum(groupKinds),
  visibility: z.enum(groupVisibilities),
  note,
  rule,
  customerIds,
  atMs: z.int(),
})

/** A decision: changes what is named here of a group; what is absent stays. */
export const changeGroupSchema = z.strictObject({
  groupId: id,
  name: name.optional(),
  visibility: z.enum(groupVisibilities).optional(),
  note: note.optional(),
  rule: rule.optional(),
  atMs: z.int(),
})

/** A decision: adds customers to a static group and takes others out. */
export const setMembersSchema = z.strictObject({
  groupId: id,
  add: customerIds,
  remove: customerIds,
  atMs: z.int(),
})

/** A decision: deletes a group, or gives a deleted one back. */
export const deleteGroupSchema = z.strictObject({ groupId: id, atMs: z.int() })
