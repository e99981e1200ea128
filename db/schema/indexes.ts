import { type TableName, tables } from '#contract/sync/rows/tables.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { clusteredTables } from './clustered.ts'
import { cacheKey } from './columns.ts'

/** Columns of the secondary indexes, by table; each serves a query of the product. */
export const secondaryIndexes: Partial<Record<TableName, readonly (readonly string[])[]>> = {
  customer: [['customer_no'], ['mobile'], ['id_no'], ['employer']],
  customer_manager: [['staff_id', 'customer_id'], ['customer_id']],
  task: [
    ['customer_id', 'state'],
    ['staff_id', 'state', 'due_on'],
  ],
  customer_type_verdict: [['customer_id']],
  party_class: [['customer_id']],
  customer_viewing: [['asked_by', 'customer_id'], ['customer_id']],
  tier_change: [['customer_id', 'effective_on']],
  key_transaction: [
    ['state', 'due_at'],
    ['customer_id', 'day'],
  ],
  contact: [['customer_id', 'at']],
  refusal: [['customer_id', 'at']],
  customer_need: [['customer_id', 'stated_at']],
  correction: [['customer_id', 'proposed_at']],
  counter_visit: [
    ['staff_id', 'opened_at'],
    ['customer_id', 'opened_at'],
  ],
  referral: [['customer_id', 'referred_at'], ['referred_by', 'referred_at'], ['task_id']],
  customer_group_member: [['group_id', 'customer_id'], ['customer_id']],
  assessment_result: [['staff_id', 'month']],
  duty_entry: [['staff_id', 'from_day']],
  assessment_reminder: [['staff_id', 'at']],
  course_assignment: [['staff_id', 'course_code']],
  course_progress: [['staff_id', 'course_code']],
  course_certificate: [['staff_id', 'course_code']],
  training_session: [['on_day']],
  training_attendance: [['session_id']],
  feedback: [['staff_id', 'submitted_at']],
  feedback_entry: [['feedback_id', 'nth']],
  relation: [['from_customer_id'], ['to_customer_id']],
  risk_assessment: [['customer_id', 'assessed_on']],
  consent: [['customer_id']],
  account: [['customer_id'], ['account_no']],
  account_party: [['customer_id']],
  loan: [['customer_id']],
  card: [['customer_id']],
  holding: [['customer_id']],
  standing_order: [['account_id']],
  bank_transaction: [['account_id', 'posted_on', 'txn_no']],
}

/** Statements that make every index of a cache; repeatable. */
export function indexStatements(): string[] {
  return tables.flatMap((table) => {
    const key = clusteredTables.includes(table.name)
      ? []
      : [
          `CREATE UNIQUE INDEX IF NOT EXISTS ${table.name}_key ON ${table.name}(${cacheKey(table).join(', ')})`,
        ]
    const others = (secondaryIndexes[table.name] ?? []).map(
      (columns) =>
        `CREATE INDEX IF NOT EXISTS ${table.name}_by_${columns.join('_')} ON ${table.name}(${columns.join(', ')})`,
    )
    return [...key, ...others]
  })
}

/** Makes the indexes that are missing; for a fresh snapshot all of them. */
export function ensureIndexes(db: SqliteDatabase): void {
  for (const sql of indexStatements()) db.exec(sql)
}
