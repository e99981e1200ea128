import { sqlMigration } from '../run.ts'

/** The assessment's months, results and decisions, without indexes (see `schema/indexes.ts`). */
export const cacheAssessment = sqlMigration('CacheAssessment1700000000016', [
  `CREATE TABLE assessment_month (
    month TEXT NOT NULL,
    state TEXT NOT NULL,
    scheme_version INTEGER NOT NULL,
    use_version INTEGER NOT NULL,
    sample_seed TEXT,
    appeal_until TEXT,
    locked_at INTEGER,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE assessment_result (
    branch_id TEXT NOT NULL,
    month TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    hundredths INTEGER,
    quiz_points INTEGER,
    facts TEXT NOT NULL,
    sessions TEXT NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE assessment_exemption (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    month TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at INTEGER,
    withdrawn_reason TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE assessment_appeal (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    month TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    part TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    decision TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE assessment_sample (
    branch_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    month TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    passed INTEGER NOT NULL,
    reason TEXT NOT NULL,
    judged_by TEXT NOT NULL,
    judged_at INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE usage_sign (
    branch_id TEXT NOT NULL,
    month TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    evidence TEXT NOT NULL,
    starts_ms TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    decision TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE assessment_reminder (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    month TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
