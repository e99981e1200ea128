import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Checkpoint } from '#contract/sync/ledger.ts'
import { recordsAfter } from '#db/journal/ledger-upload.ts'
import { witnessedHere } from '#db/journal/witnessed.ts'
import { checkpointText, type SealedRecord } from '#domain/usage/chain.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { generateSigningKeys, signText, verifyText } from '#platform/crypto/signature.ts'
import { ProofHeadOffice } from './head-office.ts'
import type { CaseResult, Template } from './tampering.ts'
import { entryAt, ledger, ProofTerminal, tamper } from './terminal.ts'

const keys = generateSigningKeys()

/** What a device signs of one of its records. */
function signedHead({ record, hash }: SealedRecord): Checkpoint {
  const { seq, wall_ms: wallMs, mono_ms: monoMs, boot_id: bootId } = record
  const plain = { ...ledger, seq, head: hash, wallMs, monoMs, bootId }
  return { ...plain, signature: signText(keys.privateKey, checkpointText(plain)) }
}

/** A neighbour with files of its own that keeps a head, is ended, and gives it on after its next start. */
async function throughNeighbour(home: string, checkpoint: Checkpoint): Promise<Checkpoint[]> {
  mkdirSync(home, { recursive: true })
  const neighbour = new ProofTerminal(home)
  await neighbour.open(0)
  neighbour.keepWitnessed({ deviceId: 'd', checkpoint })
  neighbour.close()
  const again = new ProofTerminal(home)
  try {
    await again.open(1)
    return witnessedHere(again.files.journal, 10)
      .map(({ witnessed }) => witnessed.checkpoint)
      .filter((own) => verifyText(keys.publicKey, checkpointText(own), own.signature))
  } finally {
    again.close()
  }
}

/**
 * A whole disk put back as it was while nothing newer had reached head office, and worked on: once with a
 * neighbour that kept a head signed after that moment, once without one, which nobody can find.
 */
export async function restoredDisk(
  template: Template,
  folder: string,
  random: Chance,
  witness: boolean,
): Promise<CaseResult> {
  rmSync(folder, { recursive: true, force: true })
  cpSync(template.folder, folder, { recursive: true })
  const { snapshotAt, head, anchoredRecords } = template
  const held = random.int(1, snapshotAt)
  const office = new ProofHeadOffice()
  office.take(anchoredRecords.filter(({ record }) => record.seq <= held))
  const written = tamper(
    join(folder, 'home'),
    (db) => recordsAfter(db, ledger, 0, 1_000_000).records,
  )
  const signedAt = random.int(snapshotAt + 1, head)
  const own = written.find(({ record }) => record.seq === signedAt)
  if (!own) throw new Error('there is no record to sign')
  if (witness) {
    office.witnessed(await throughNeighbour(join(folder, 'neighbour'), signedHead(own)))
  }
  const terminal = new ProofTerminal(join(folder, 'snapshot'))
  try {
    const opening = await terminal.open(10_000)
    const bootId = 'boot-again'
    const more = Array.from({ length: random.int(0, 2 * (head - snapshotAt)) }, (_, at) =>
      entryAt(10_001 + at, { boot_id: bootId, mono_ms: (at + 1) * 1_000 }),
    )
    terminal.append(...more)
    // It tells in the life it leads now, also where nobody has worked in it yet.
    const teller = { bootId, monoMs: (more.length + 1) * 1_000 }
    const findings = office.take(terminal.records(), null, teller)
    const first = Math.min(...findings.map(({ seq }) => seq))
    const told = [opening.state, ...findings.map(({ code, seq }) => `${code}@${seq}`)].join(' ')
    return {
      found: findings.length > 0 || !['normal', 'evolved'].includes(opening.state),
      exact: first <= signedAt,
      told: `${told}; signed at ${signedAt}, put back to ${snapshotAt}`,
    }
  } finally {
    terminal.close()
  }
}
