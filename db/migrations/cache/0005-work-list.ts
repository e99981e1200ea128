import { sqlMigration } from '../run.ts'

/**
 * Columns that the rules of the work list need: who is dead, what is due next on loans and cards,
 * and what people decided about tasks. Rows stay; their indexes are made anew with the next opening.
 */
export const cacheWorkList = sqlMigration('CacheWorkList1700000000005', [
  `ALTER TABLE customer RENAME TO earlier_customer`,
  `CREATE TABLE customer (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_no TEXT NOT NULL,
    name TEXT NOT NULL,
    name_pinyin TEXT NOT NULL,
    name_initials TEXT NOT NULL,
    name_origin TEXT NOT NULL,
    sex TEXT,
    birth_date TEXT,
    nationality TEXT,
    occupation TEXT,
    address TEXT,
    mobile TEXT,
    id_type TEXT,
    id_no TEXT,
    id_expiry TEXT,
    email TEXT,
    employer TEXT,
    industry TEXT,
    opening_branch_id TEXT NOT NULL,
    customer_since TEXT NOT NULL,
    is_staff INTEGER NOT NULL,
    do_not_contact INTEGER NOT NULL,
    tier TEXT NOT NULL,
    tier_state TEXT NOT NULL,
    deceased_on TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO customer (
      branch_id, id, customer_no, name, name_pinyin, name_initials, name_origin, sex,
      birth_date, nationality, occupation, address, mobile, id_type, id_no, id_expiry, email,
      employer, industry, opening_branch_id, customer_since, is_staff, do_not_contact, tier,
      tier_state, ver, rev)
    SELECT branch_id, id, customer_no, name, name_pinyin, name_initials, name_origin, sex,
      birth_date, nationality, occupation, address, mobile, id_type, id_no, id_expiry, email,
      employer, industry, opening_branch_id, customer_since, is_staff, do_not_contact, tier,
      tier_state, ver, rev
    FROM earlier_customer`,
  `DROP TABLE earlier_customer`,
  `ALTER TABLE task RENAME TO earlier_task`,
  `CREATE TABLE task (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL,
    due_on TEXT NOT NULL,
    amount_fen INTEGER,
    evidence TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    completed_at INTEGER,
    completed_by TEXT,
    outcome TEXT,
    note TEXT,
    not_before TEXT,
    reason TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO task (
      branch_id, id, customer_id, staff_id, kind, priority, due_on, amount_fen, evidence,
      rule_version, state, created_at, completed_at, completed_by, outcome, note, ver, rev)
    SELECT branch_id, id, customer_id, staff_id, kind, priority, due_on, amount_fen, evidence,
      rule_version, state, created_at, completed_at, completed_by, outcome, note, ver, rev
    FROM earlier_task`,
  `DROP TABLE earlier_task`,
  `ALTER TABLE loan RENAME TO earlier_loan`,
  `CREATE TABLE loan (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    account_id TEXT,
    contract_no TEXT NOT NULL,
    granted_on TEXT NOT NULL,
    principal_fen INTEGER NOT NULL,
    balance_fen INTEGER,
    term_months INTEGER NOT NULL,
    payment_fen INTEGER NOT NULL,
    status TEXT NOT NULL,
    next_due_on TEXT,
    next_due_fen INTEGER,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO loan (
      branch_id, id, customer_id, account_id, contract_no, granted_on, principal_fen,
      balance_fen, term_months, payment_fen, status, ver, rev)
    SELECT branch_id, id, customer_id, account_id, contract_no, granted_on, principal_fen,
      balance_fen, term_months, payment_fen, status, ver, rev
    FROM earlier_loan`,
  `DROP TABLE earlier_loan`,
  `ALTER TABLE card RENAME TO earlier_card`,
  `CREATE TABLE card (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    account_id TEXT,
    card_tail TEXT NOT NULL,
    kind TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    status TEXT NOT NULL,
    statement_due_on TEXT,
    statement_due_fen INTEGER,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO card (
      branch_id, id, customer_id, account_id, card_tail, kind, issued_on, status, ver, rev)
    SELECT branch_id, id, customer_id, account_id, card_tail, kind, issued_on, status, ver, rev
    FROM earlier_card`,
  `DROP TABLE earlier_card`,
])
