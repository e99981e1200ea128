import { commandById } from '#db/journal/command-rows.ts'
import type { CacheHolder } from '#main/sync/cache-holder.ts'
import type { SyncEngine } from '#main/sync/engine.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { CacheEffect } from '#main/sync/writing/journal-operations.ts'
import type { Handle } from '../dispatch/dispatch.ts'
import { diagnosticsText, type DiagnosticsNeeds } from './diagnostics.ts'
import { createFreshness } from './freshness.ts'
import { listSubmissions } from './list.ts'
import type { AskHeadOffice } from './ask.ts'
import { repairSubmission } from './repair.ts'
import { createSettlements } from './settlements.ts'
import { createSupervision } from './supervision.ts'

/** What `sync.*` needs. */
export interface SubmissionNeeds extends Omit<DiagnosticsNeeds, 'freshness'> {
  writer: Writer
  cache: CacheHolder
  engine: Pick<SyncEngine, 'retryNow'>
  ask: AskHeadOffice
  /** The set of commands changed, and with it what the cache shows. */
  followed(effect: CacheEffect | null): void
}

/** Registers `sync.*`. */
export function registerSubmissions(handle: Handle, needs: SubmissionNeeds): void {
  const { writer, engine } = needs
  const freshness = createFreshness(needs.cache)

  handle('sync.submissions', listSubmissions)
  handle('sync.freshness', freshness)
  handle('sync.retry', () => {
    engine.retryNow()
    return null
  })
  handle('sync.withdraw', async ({ commandId }, { actor }) => {
    const { staffId, branchId } = actor
    needs.followed(await writer.call('journal.withdraw', { commandId, staffId, branchId }))
    return null
  })
  handle('sync.dismiss', async ({ commandId, reason }, context) => {
    const command = context.journal((db) => commandById(db, commandId))
    await context.dismiss({ commandId, customerId: command?.customer_id ?? null, reason })
    return null
  })
  handle('sync.repair', repairSubmission)
  const supervision = createSupervision(needs.ask)
  handle('sync.supervision', supervision.read)
  handle('sync.settle', supervision.settle)
  handle('sync.settlements', createSettlements(needs.ask))
  handle('sync.diagnostics', (_request, context) => ({
    text: context.journal((journal) => diagnosticsText({ ...needs, freshness }, journal)),
  }))
}
