/**
 * `node edit-ledger.ts <journal> <secret, base64url> <actor>`: writes another name into the last record of a
 * PC that stands still, as somebody with the file and its key could; prints the record's number. A program
 * of its own, because Playwright cannot load the SQLite build.
 */
import { openFile } from '#db/connection/open.ts'
import { first, run } from '#db/connection/statements.ts'
import { deriveKey } from '#platform/crypto/hash.ts'

const [path = '', secret = '', actor = ''] = process.argv.slice(2)
const key = deriveKey(Buffer.from(secret, 'base64url'), Buffer.alloc(0), 'ocrm-journal')
const db = openFile(path, key, { mode: 'write', kind: 'lasting' })
try {
  const last = first<{ seq: number }>(db, 'SELECT max(seq) AS seq FROM usage_record')?.seq ?? 0
  run(db, 'UPDATE usage_record SET actor = ? WHERE seq = ?', actor, last)
  process.stdout.write(String(last))
} finally {
  db.close()
}
