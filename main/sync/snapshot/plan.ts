import { AppError } from '#contract/errors.ts'
import type { SessionReply } from '#contract/sync/session.ts'
import { type SnapshotReply, snapshotReplySchema } from '#contract/sync/snapshot.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import type { SnapshotPlan } from '#db/cache/staging.ts'
import type { DeviceLink } from '../device/link.ts'
import type { Transport } from '../transport/exchange.ts'

const priorities = new Map<string, number>(tables.map(({ name, priority }) => [name, priority]))

/** Building a large snapshot may take head office minutes. */
const manifestSilenceMs = 10 * 60_000

/**
 * Asks for the manifests of all scopes and puts their chunks in one order of fetching: what a
 * branch needs first comes first, chunks of a table stay in their order.
 */
export async function fetchPlan(
  link: DeviceLink,
  transport: Transport,
  session: SessionReply,
  signal: AbortSignal,
): Promise<SnapshotPlan> {
  const manifests: SnapshotReply[] = []
  for (const scope of session.scopes) {
    const path = `v1/scopes/${encodeURIComponent(scope)}/snapshot`
    const manifest = await link.withToken(signal, (token) =>
      transport.exchange({
        path,
        reply: snapshotReplySchema,
        token,
        signal,
        silenceMs: manifestSilenceMs,
      }),
    )
    if (manifest.epoch !== session.epoch) throw new AppError('cursor.otherEpoch')
    if (manifest.scope !== scope) throw new AppError('headOffice.refused')
    manifests.push(manifest)
  }
  const priorityOf = (table: string) => priorities.get(table) ?? Number.MAX_SAFE_INTEGER
  return {
    scopes: manifests.map(({ scope, epoch, cursor, version, businessDate }) => ({
      scope,
      epoch,
      cursor,
      version,
      business_date: businessDate,
    })),
    chunks: manifests
      .flatMap(({ scope, chunks }) => chunks.map((chunk) => ({ ...chunk, scope })))
      .sort((a, b) => priorityOf(a.table) - priorityOf(b.table)),
  }
}
