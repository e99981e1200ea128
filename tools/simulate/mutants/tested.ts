/** A deliberate fault in code that no schedule reaches, and the test file that must fail with it. */
export interface TestedMutant {
  name: string
  file: string
  find: string
  replace: string
  killedBy: string
}

const heads = 'test/integration/head-office/witnessed.test.ts'
const uploads = 'test/integration/head-office/ledger.test.ts'
const neighbours = 'test/sync/witness.test.ts'

/** Mutants of what neighbours promise for each other's ledgers, and of how late uploads are judged. */
export const tested: TestedMutant[] = [
  {
    name: 'a neighbour keeps a head that nobody signed',
    file: 'main/sync/witness/listener.ts',
    find: 'return verifyText(peer.signingKey, checkpointText(checkpoint), checkpoint.signature)',
    replace: 'return true',
    killedBy: neighbours,
  },
  {
    name: 'a neighbour keeps a head of a ledger that head office did not name',
    file: 'main/sync/witness/listener.ts',
    find: 'if (!peer || peer.ledgerId !== checkpoint.ledgerId) return false',
    replace: 'if (!peer) return false',
    killedBy: neighbours,
  },
  {
    name: 'an older head pushes out the newest',
    file: 'db/journal/witnessed.ts',
    find: 'WHERE nth <= ? AND nth % 2 = 0)',
    replace: 'WHERE nth > ?)',
    killedBy: 'test/unit/db/witnessed.test.ts',
  },
  {
    name: 'newer heads push out all older ones',
    file: 'db/journal/witnessed.ts',
    find: 'WHERE nth <= ? AND nth % 2 = 0)',
    replace: 'WHERE nth < ?)',
    killedBy: 'test/unit/db/witnessed.test.ts',
  },
  {
    name: 'head office takes a head of a neighbour unsigned',
    file: 'head-office/ledger/witnessed.ts',
    find: 'verifyText(chain.signingKey, checkpointText(signed), signed.signature)',
    replace: 'chain.signingKey !== checkpointText(signed)',
    killedBy: heads,
  },
  {
    name: 'a head that contradicts a record held already is no finding',
    file: 'head-office/ledger/witnessed.ts',
    find: 'if (hash === undefined || hash === signed.head) continue',
    replace: 'if (hash !== signed.seq.toString()) continue',
    killedBy: heads,
  },
  {
    name: 'a record that contradicts a head of a neighbour is no finding',
    file: 'domain/usage/signed-heads.ts',
    find: '(hashAt(seq) ?? head) !== head)',
    replace: '(hashAt(seq) ?? head) === null)',
    killedBy: heads,
  },
  {
    name: 'records missing below a head of a neighbour are no finding',
    file: 'domain/usage/signed-heads.ts',
    find: 'own.seq > headSeq && !isLater(own)',
    replace: 'own.seq < headSeq && own.seq > headSeq && !isLater(own)',
    killedBy: heads,
  },
  {
    name: 'a head signed while the upload was on its way is a finding',
    file: 'domain/usage/signed-heads.ts',
    find: 'own.seq > headSeq && !isLater(own)',
    replace: 'own.seq > headSeq',
    killedBy: heads,
  },
  {
    name: 'a late upload looks like a clock set back',
    file: 'head-office/ledger/receive.ts',
    find: 'earliestMs: Math.max(device.openedAtMs, receiptMs)',
    replace: 'earliestMs: nowMs',
    killedBy: uploads,
  },
  {
    name: 'a clock that stood behind from the start is not held against the session',
    file: 'head-office/ledger/receive.ts',
    find: 'earliestMs: Math.max(device.openedAtMs, receiptMs)',
    replace: 'earliestMs: receiptMs',
    killedBy: uploads,
  },
  {
    name: 'a clock is not held against the receipt',
    file: 'head-office/ledger/receive.ts',
    find: 'earliestMs: Math.max(device.openedAtMs, receiptMs)',
    replace: 'earliestMs: device.openedAtMs',
    killedBy: uploads,
  },
  {
    name: 'an upload that was overtaken looks cut off',
    file: 'head-office/ledger/receive.ts',
    find: 'upload.headSeq < before.seq && !isOvertaken(upload, before)',
    replace: 'upload.headSeq < before.seq',
    killedBy: uploads,
  },
]
