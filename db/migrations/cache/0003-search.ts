import { sqlMigration } from '../run.ts'

/**
 * The search index of customers: `search_entry` holds what the tokens were made from, and
 * `search_token` the tokens alone, under numbers that rise as AUM falls. The tokenizer `ascii`
 * splits at blanks only, so a token is whatever was put between two of them.
 */
export const cacheSearch = sqlMigration('CacheSearch1700000000003', [
  `CREATE TABLE search_entry (
    doc INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL,
    customer_no TEXT NOT NULL,
    aum_fen INTEGER NOT NULL,
    name TEXT NOT NULL,
    syllables TEXT NOT NULL,
    initials TEXT NOT NULL,
    mobile_tail TEXT NOT NULL,
    id_tail TEXT NOT NULL,
    managers TEXT NOT NULL
  ) STRICT`,
  `CREATE UNIQUE INDEX search_entry_by_customer ON search_entry(customer_id)`,
  `CREATE VIRTUAL TABLE search_token USING fts5(
    tokens, content='', contentless_delete=1, detail=none, tokenize='ascii'
  )`,
])
