import type pg from 'pg'
import { freshStanding, type SealedRecord } from '#domain/usage/chain.ts'
import { usageHashInput } from '#domain/usage/encoding.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { type Day, instantOfDay } from '#domain/time/day.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { generateSigningKeys } from '#platform/crypto/signature.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { decideCase } from '../ledger/cases.ts'
import { keepFindings } from '../ledger/findings.ts'
import type { LedgerPlace } from '../ledger/first-key.ts'
import { lookAt } from '../ledger/look-at.ts'
import { noteUnkeyed, putRecords } from '../ledger/rows.ts'
import { inTransaction } from '../store/transaction.ts'
import { type OutletPlan, staffId } from './organisation.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** The PC of the first outlet's counter, and who was logged in there when its power failed. */
const name = 'PC-03'
const teller = staffId('8110107')

type Told = [atMs: number, over?: Partial<UsageRecord>]

/** Records of a ledger without keys, each after the one before. */
class Chain {
  readonly #place: LedgerPlace
  #seq = 0
  #head = freshStanding.head
  #bootMs = 0
  #boots = 0

  constructor(place: LedgerPlace) {
    this.#place = place
  }

  /** Numbers that were given and whose records are gone. */
  lose(count: number): void {
    this.#seq += count
  }

  write(list: readonly Told[]): SealedRecord[] {
    return list.map(([atMs, over = {}]) => {
      if (over.type === 'app.start') {
        this.#boots += 1
        this.#bootMs = atMs
      }
      this.#seq += 1
      const record: UsageRecord = {
        ver: 1,
        alg: 1,
        ledger_id: this.#place.ledgerId,
        epoch: this.#place.epoch,
        seq: this.#seq,
        prev: this.#head,
        boot_id: nameBasedId('demo', 'boot', `${name} ${this.#boots}`),
        mono_ms: atMs - this.#bootMs,
        wall_ms: atMs,
        last_receipt_seq: 0,
        actor: '',
        role: '',
        session: '',
        auth_mode: 'none',
        type: 'heartbeat',
        object: '',
        body_hash: '',
        app_ver: '0.1.0',
        policy_ver: '1',
        ...over,
      }
      this.#head = sha256Hex(usageHashInput(record))
      return { record, hash: this.#head, mac: null }
    })
  }
}

const beats = (fromMs: number, count: number): Told[] =>
  Array.from({ length: count }, (_, nth): Told => [fromMs + nth * 5 * minute])

/** A morning weeks ago: the system was set up anew, and the key file not with it. */
function setUpAnew(chain: Chain, eightMs: number): SealedRecord[] {
  return chain.write([
    [eightMs, { type: 'app.start' }],
    [eightMs + 2000, { type: 'ledger.finding', object: 'KEY_ROLLBACK' }],
    ...beats(eightMs + 5 * minute, 96),
    [eightMs + 9 * 60 * minute, { type: 'app.stop' }],
  ])
}

/** A session during which the power failed: six records were lost with the disk's last writes. */
function powerFailed(chain: Chain, id: string, startMs: number): SealedRecord[] {
  const of = { actor: teller, role: 'teller', session: id, auth_mode: 'online' as const }
  const before = chain.write([
    [startMs - 4 * minute, { type: 'app.start' }],
    [startMs, { ...of, type: 'session.start' }],
    [startMs + 2 * minute, { ...of, type: 'action' }],
    [startMs + 5 * minute, of],
    [startMs + 7 * minute, { ...of, type: 'action' }],
    [startMs + 10 * minute, of],
  ])
  chain.lose(6)
  const again = startMs + 52 * minute
  const after = chain.write([
    [again, { type: 'app.start' }],
    [again + 2000, { type: 'ledger.finding', object: 'LOCAL_ROLLBACK' }],
    [again + 5 * minute],
    [again + 7 * minute, { type: 'app.stop' }],
  ])
  return [...before, ...after]
}

/** Looks at records as those of a terminal are looked at, keeps them, and opens the case. */
async function take(
  client: pg.ClientBase,
  place: LedgerPlace,
  { records, standing }: { records: SealedRecord[]; standing: typeof freshStanding },
  foundMs: number,
) {
  const chain = { standing, firstKey: null, nextKey: null }
  const looked = lookAt(chain, records)
  await putRecords(client, place, records, false, foundMs)
  await keepFindings(client, place, looked.findings, {}, foundMs)
  return looked.standing
}

/**
 * Two cases of one PC of the first outlet: one that a line manager explained weeks ago, and one that waits.
 * Found by what looks at every terminal's records.
 */
export async function makePcCase(
  pool: pg.Pool,
  businessDate: Day,
  [outlet]: readonly OutletPlan[],
): Promise<void> {
  if (!outlet) return
  await inTransaction(pool, 'write', async (client) => {
    const { rows } = await client.query<{ id: string; startMs: number }>(
      `select session_id as id, (extract(epoch from started_at) * 1000)::float8 as "startMs"
       from staff_session where branch_id = $1 and staff_id = $2 and not offline
         and active_ms > 600000 order by started_at desc limit 1`,
      [outlet.id, teller],
    )
    const [session] = rows
    if (!session) return
    const [deviceId, ledgerId] = [
      nameBasedId('demo', 'device', `${outlet.code} ${name}`),
      nameBasedId('demo', 'ledger', `${outlet.code} ${name}`),
    ]
    const eightMs = instantOfDay(businessDate) - 39 * day + 8 * 60 * minute
    const { publicKey } = generateSigningKeys()
    await client.query(
      `insert into device (id, branch_id, name, epoch, signing_key, sealing_key, ledger_id, state,
         enrolled_at, app_version, last_session_at)
       values ($1, $2, $3, 1, $4, $4, $5, 'active', $6, '0.1.0', $7)`,
      [
        ...[deviceId, outlet.id, name, publicKey, ledgerId],
        new Date(eightMs - 100 * day),
        new Date(session.startMs + 60 * minute),
      ],
    )
    const place = { branchId: outlet.id, deviceId, deviceEpoch: 1, ledgerId, epoch: 1 }
    await noteUnkeyed(client, place, eightMs)
    const chain = new Chain(place)
    const first = { records: setUpAnew(chain, eightMs), standing: freshStanding }
    const standing = await take(client, place, first, eightMs + minute)
    const { rows: open } = await client.query<{ id: string }>(
      'select id::text from usage_case where device_id = $1',
      [deviceId],
    )
    const reason = '当天重装系统（科技工单已核对），密钥文件没有一起恢复；记录一条不少。'
    const said = { confirmed: false, reason }
    const decidedMs = eightMs + day + 90 * minute
    await decideCase(client, open[0]?.id ?? '', said, staffId('8110001'), decidedMs)
    const records = powerFailed(chain, session.id, session.startMs)
    await take(client, place, { records, standing }, session.startMs + 53 * minute)
  })
}
