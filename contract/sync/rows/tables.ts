import {
  accountPartySchema,
  accountSchema,
  balanceChangeSchema,
  cardSchema,
  holdingSchema,
  loanSchema,
  standingOrderSchema,
  transactionSchema,
} from '#domain/accounts/records.ts'
import {
  assessmentAppealSchema,
  assessmentExemptionSchema,
  assessmentMonthSchema,
  assessmentReminderSchema,
  assessmentResultSchema,
  assessmentSampleSchema,
  usageSignSchema,
} from '#domain/assessment/records.ts'
import { dutyEntrySchema } from '#domain/assessment/duty.ts'
import {
  calendarDaySchema,
  parameterSchema,
  reckoningSchema,
} from '#domain/administration/records.ts'
import { referralSchema } from '#domain/counter/referral.ts'
import { visitSchema } from '#domain/counter/visit.ts'
import { contactSchema } from '#domain/customers/contact.ts'
import {
  consentSchema,
  correctionSchema,
  customerManagerSchema,
  customerSchema,
  customerSummarySchema,
  customerValueSchema,
  relationSchema,
  riskAssessmentSchema,
  tierChangeSchema,
} from '#domain/customers/records.ts'
import { customerTypeVerdictSchema } from '#domain/customers/type-verdict.ts'
import { customerViewingSchema } from '#domain/customers/viewing.ts'
import { customerGroupSchema, groupMemberSchema } from '#domain/groups/records.ts'
import { partyClassSchema } from '#domain/flow/party-class.ts'
import { keyTransactionSchema } from '#domain/key-transactions/records.ts'
import {
  courseAssignmentSchema,
  courseCertificateSchema,
  courseProgressSchema,
  coursePictureSchema,
  courseRecordSchema,
  feedbackEntrySchema,
  feedbackSchema,
  trainingAttendanceSchema,
  trainingSessionSchema,
} from '#domain/learning/records.ts'
import { customerNeedSchema, refusalSchema } from '#domain/next-action/records.ts'
import { orgUnitSchema, staffRoleSchema, staffSchema } from '#domain/organisation/records.ts'
import { productSchema } from '#domain/products/records.ts'
import { taskSchema } from '#domain/workbench/task.ts'
import { type RowTable, rowTable } from './table.ts'

const byId = ['branch_id', 'id']

/** Every table that travels, in order of fetching. */
export const tables = [
  rowTable('org_unit', 'national', 1, ['id'], orgUnitSchema),
  rowTable('calendar_day', 'national', 1, ['day'], calendarDaySchema),
  rowTable('parameter', 'national', 1, ['id'], parameterSchema),
  rowTable('product', 'national', 1, ['id'], productSchema),
  rowTable('assessment_month', 'national', 1, ['month'], assessmentMonthSchema),
  rowTable('course', 'national', 2, ['code'], courseRecordSchema),
  rowTable('staff', 'branch', 1, byId, staffSchema),
  rowTable(
    'staff_role',
    'branch',
    1,
    ['branch_id', 'staff_id', 'role', 'org_unit_id'],
    staffRoleSchema,
  ),
  rowTable('reckoning', 'branch', 1, ['branch_id', 'subject'], reckoningSchema),
  rowTable('customer', 'branch', 2, byId, customerSchema),
  rowTable('customer_summary', 'branch', 2, ['branch_id', 'customer_id'], customerSummarySchema),
  rowTable('customer_value', 'branch', 2, ['branch_id', 'customer_id'], customerValueSchema),
  rowTable('customer_type_verdict', 'branch', 2, byId, customerTypeVerdictSchema),
  rowTable('party_class', 'branch', 2, byId, partyClassSchema),
  rowTable('customer_manager', 'branch', 2, byId, customerManagerSchema),
  rowTable('customer_viewing', 'branch', 2, byId, customerViewingSchema),
  rowTable(
    'tier_change',
    'branch',
    3,
    ['branch_id', 'customer_id', 'effective_on'],
    tierChangeSchema,
  ),
  rowTable('task', 'branch', 3, byId, taskSchema),
  rowTable('key_transaction', 'branch', 3, byId, keyTransactionSchema),
  rowTable('contact', 'branch', 3, byId, contactSchema),
  rowTable('refusal', 'branch', 3, byId, refusalSchema),
  rowTable('customer_need', 'branch', 3, byId, customerNeedSchema),
  rowTable('correction', 'branch', 3, byId, correctionSchema),
  rowTable('counter_visit', 'branch', 3, byId, visitSchema),
  rowTable('referral', 'branch', 3, byId, referralSchema),
  rowTable('customer_group', 'branch', 3, byId, customerGroupSchema),
  rowTable('customer_group_member', 'branch', 3, byId, groupMemberSchema),
  rowTable(
    'assessment_result',
    'branch',
    3,
    ['branch_id', 'month', 'staff_id'],
    assessmentResultSchema,
  ),
  rowTable('assessment_exemption', 'branch', 3, byId, assessmentExemptionSchema),
  rowTable('duty_entry', 'branch', 3, byId, dutyEntrySchema),
  rowTable('assessment_appeal', 'branch', 3, byId, assessmentAppealSchema),
  rowTable('assessment_sample', 'branch', 3, ['branch_id', 'task_id'], assessmentSampleSchema),
  rowTable('usage_sign', 'branch', 3, ['branch_id', 'month', 'staff_id', 'kind'], usageSignSchema),
  rowTable('assessment_reminder', 'branch', 3, byId, assessmentReminderSchema),
  rowTable('course_assignment', 'branch', 3, byId, courseAssignmentSchema),
  rowTable('course_progress', 'branch', 3, byId, courseProgressSchema),
  rowTable('course_certificate', 'branch', 3, byId, courseCertificateSchema),
  rowTable('training_session', 'branch', 3, byId, trainingSessionSchema),
  rowTable('training_attendance', 'branch', 3, byId, trainingAttendanceSchema),
  rowTable('feedback', 'branch', 3, byId, feedbackSchema),
  rowTable('feedback_entry', 'branch', 3, byId, feedbackEntrySchema),
  rowTable('relation', 'branch', 4, byId, relationSchema),
  rowTable('risk_assessment', 'branch', 4, byId, riskAssessmentSchema),
  rowTable('consent', 'branch', 4, byId, consentSchema),
  rowTable('account', 'branch', 4, byId, accountSchema),
  rowTable(
    'account_party',
    'branch',
    4,
    ['branch_id', 'account_id', 'customer_id', 'role'],
    accountPartySchema,
  ),
  rowTable('loan', 'branch', 4, byId, loanSchema),
  rowTable('card', 'branch', 4, byId, cardSchema),
  rowTable('holding', 'branch', 4, byId, holdingSchema),
  rowTable('standing_order', 'branch', 4, byId, standingOrderSchema),
  rowTable(
    'balance_change',
    'branch',
    5,
    ['branch_id', 'position_id', 'changed_on'],
    balanceChangeSchema,
  ),
  rowTable('bank_transaction', 'branch', 6, ['branch_id', 'txn_no'], transactionSchema),
  // Last of all: nothing the branch works with waits for a picture.
  rowTable('course_picture', 'national', 7, ['hash'], coursePictureSchema),
] as const

/** Name of a table that travels. */
export type TableName = (typeof tables)[number]['name']

const byName = new Map<string, RowTable>(tables.map((table) => [table.name, table]))

/** The declaration of a table; throws for a name that is none. */
export function tableNamed(name: string): RowTable {
  const table = byName.get(name)
  if (!table) throw new Error(`no such table: ${name}`)
  return table
}
