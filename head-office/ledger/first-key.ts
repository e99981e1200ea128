import type pg from 'pg'
import { ledgerKeyContext } from '#contract/sync/ledger.ts'
import { seal } from '#platform/crypto/cipher.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import type { MasterKey } from '../keys/master-key.ts'

/** A chain of a device's enrolment. */
export interface LedgerPlace {
  branchId: string
  deviceId: string
  deviceEpoch: number
  ledgerId: string
  epoch: number
}

/** What binds an encrypted key to its chain: K_0, or the key of the next record. */
export function ledgerEscrowContext(
  which: 'first' | 'next',
  { ledgerId, epoch }: Pick<LedgerPlace, 'ledgerId' | 'epoch'>,
): string {
  return `escrow-ledger-${which}:${ledgerId}:${epoch}`
}

/** Opens a chain with a first key of its own; `opening` is what was signed for a later epoch. */
export async function openLedger(
  client: pg.ClientBase,
  master: MasterKey,
  place: LedgerPlace,
  opening: string | null,
  nowMs: number,
): Promise<void> {
  await client.query(
    `insert into usage_ledger (branch_id, ledger_id, epoch, device_id, device_epoch, first_key,
       opening, opened_at, signing_key)
     select $1, $2, $3, $4, $5, $6, $7, $8, d.signing_key from device d where d.id = $4`,
    [
      place.branchId,
      place.ledgerId,
      place.epoch,
      place.deviceId,
      place.deviceEpoch,
      master.encrypt(randomKey(32), ledgerEscrowContext('first', place)),
      opening,
      new Date(nowMs),
    ],
  )
}

/**
 * The first key of a chain, sealed to its device. Undefined once records of it came: whoever has the
 * device's keys by then must not be able to seal them anew.
 */
export async function sealedFirstKey(
  client: pg.ClientBase,
  master: MasterKey,
  place: LedgerPlace,
  sealingKey: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ first_key: string | null }>(
    `select first_key from usage_ledger
     where branch_id = $1 and ledger_id = $2 and epoch = $3 and standing is null`,
    [place.branchId, place.ledgerId, place.epoch],
  )
  const encrypted = rows[0]?.first_key
  if (!encrypted) return undefined
  const key = master.decrypt(encrypted, ledgerEscrowContext('first', place))
  if (!key) throw new Error('a key in escrow does not open: the data folder is of another database')
  return seal(sealingKey, key, ledgerKeyContext(place.deviceId, place.ledgerId, place.epoch))
}
