import { setImmediate } from 'node:timers/promises'
import { AppError } from '#contract/errors.ts'
import { digestReplySchema } from '#contract/sync/digest.ts'
import { digestedFact } from '#db/cache/digest.ts'
import { cacheFact, type ScopeState, scopeStates } from '#db/cache/scopes.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Logger } from '#platform/log/logger.ts'
import type { CacheHolder } from './cache-holder.ts'
import type { ChangedRows } from './changed-rows.ts'
import type { DeviceLink } from './device/link.ts'
import type { Transport } from './transport/exchange.ts'
import type { Writer } from './writing/client.ts'

/** What comparing a scope needs. */
interface VerifyNeeds {
  writer: Writer
  transport: Transport
  link: DeviceLink
  branchId: string
  /** Something differed and was put right: names of tables, rows that were sent for it. */
  repaired(tables: string[], rows: number, changed: ChangedRows): void
}

/** The digest of a scope, slice by slice, other writes in between; null where it is spoilt. */
async function digestOf(writer: Writer, scope: string, signal: AbortSignal) {
  for (;;) {
    const step = await writer.call('cache.digest', { scope })
    signal.throwIfAborted()
    if (step.state === 'done') return step
    if (step.state === 'moved') return null
    await setImmediate()
  }
}

/**
 * Holds a scope of the cache, as of its cursor, against head office, and takes in the rows of what
 * differs. Returns whether that was done; not where either side changed meanwhile: then it is tried
 * again after the next pull. Throws `cursor.stale` where only a snapshot helps.
 */
async function verifyScope(
  needs: VerifyNeeds,
  state: ScopeState,
  signal: AbortSignal,
): Promise<boolean> {
  const { writer, transport, link, branchId } = needs
  const { scope } = state
  const digest = await digestOf(writer, scope, signal)
  if (!digest) return false
  const { cursor, tables } = digest
  const path = `v1/scopes/${encodeURIComponent(scope)}/digest`
  const body = { cursor, tables }
  const reply = await link.withToken(signal, (token) =>
    transport.exchange({ path, body, reply: digestReplySchema, token, signal }),
  )
  if (reply.epoch !== state.epoch) throw new AppError('cursor.otherEpoch')
  if (reply.scope !== scope) throw new AppError('headOffice.refused')
  if (reply.behind) return false
  const { repairs } = reply
  const day = state.business_date
  const changed = await writer.call('cache.repair', { scope, cursor, day, repairs, branchId })
  if (changed === null) return false
  if (repairs.length > 0) {
    const rows = repairs.reduce((sum, { batch }) => sum + batch.count, 0)
    needs.repaired(
      repairs.map(({ table }) => table),
      rows,
      changed,
    )
  }
  return true
}

/** Pause after holding a scope against head office in vain, because it kept changing, ms. */
const pauseMs = 60_000

/** What holding a cache against head office needs. */
export interface VerifierNeeds {
  cache: CacheHolder
  writer: Writer
  transport: Transport
  link: DeviceLink
  clock: Clock
  logger: Logger
  dataChanged(rows: ChangedRows): void
}

/** Once a business day, and after a cache was not closed properly: is it what head office has? */
export class Verifier {
  readonly #needs: VerifierNeeds
  /** When a scope may next be held against head office, monotonic ms. */
  #afterMs = 0

  constructor(needs: VerifierNeeds) {
    this.#needs = needs
  }

  /** Holds every scope that is due against head office. */
  async verify(branchId: string, signal: AbortSignal): Promise<void> {
    const { cache, writer, transport, link, logger, clock } = this.#needs
    if (clock.monotonic() < this.#afterMs) return
    const due = cache.read((db) =>
      scopeStates(db).filter(
        ({ scope, business_date: day }) => cacheFact(db, digestedFact(scope)) !== day,
      ),
    )
    for (const state of due) {
      const repaired: VerifyNeeds['repaired'] = (tables, rows, changed) => {
        const table = tables.join(' ')
        logger.log('error', 'digest.repaired', { scope: state.scope, table, count: rows })
        this.#needs.dataChanged(changed)
      }
      const needs = { writer, transport, link, branchId, repaired }
      const done = await verifyScope(needs, state, signal)
      if (!done) this.#afterMs = clock.monotonic() + pauseMs
    }
  }
}
