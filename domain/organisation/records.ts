import { z } from 'zod'
import { day, flag, id, integer, text, word } from '../record/field.ts'
import { roles } from './roles.ts'

/** A unit of the organisation tree: 1 总行, 2 一级分行, 3 二级分行, 4 支行, 5 网点. */
export const orgUnitSchema = z.strictObject({
  id: id(),
  code: text(20),
  name: text(60),
  level: integer(),
  parent_id: id().nullable(),
  valid_from: day(),
  valid_to: day().nullable(),
})
export type OrgUnit = z.infer<typeof orgUnitSchema>

/** A member of staff; `branch_id` is the unit he or she works in (not only 网点). */
export const staffSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  staff_no: text(20),
  name: text(40),
  post: text(40),
  active: flag(),
})
export type Staff = z.infer<typeof staffSchema>

/** A role a person holds over an organisation unit. */
export const staffRoleSchema = z.strictObject({
  branch_id: id(),
  staff_id: id(),
  role: word(roles),
  org_unit_id: id(),
})
export type StaffRole = z.infer<typeof staffRoleSchema>
