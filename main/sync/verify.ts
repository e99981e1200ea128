import { setImmediate } from 'node:timers/promises'
import { AppError } from '#contract/errors.ts'
import { digestReplySchema } from '#contract/sync/digest.ts'
import type { ScopeState } from '#db/cache/scopes.ts'
import type { ChangedRows } from './changed-rows.ts'
import type { DeviceLink } from './device/link.ts'
import type { Transport } from './transport/exchange.ts'
import type { Writer } from './writing/client.ts'

/** What comparing a scope needs. */
export interface VerifyNeeds {
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
export async function verifyScope(
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
