import type { SessionReply } from '#contract/sync/session.ts'
import { type SessionVerdict, sessionVerdict } from '#contract/sync/states/session.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { lastAnsweredSeq, lastSentSeq } from '#db/journal/command-rows.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { LeaseClock } from '../lease-clock.ts'
import type { TerminalMemory } from '../memory.ts'
import type { Writer } from '../writing/client.ts'

/** What a new session is taken in with. */
export interface OpenedNeeds {
  writer: Writer
  journal: FileReader
  memory: TerminalMemory
  lease: LeaseClock
  clock: Clock
}

/**
 * What was answered within this time before the last answer is pushed again to another database, ms:
 * no older database is put in a lost one's place.
 */
export const resendMs = 7 * 86_400_000

/** Pushes again what a verdict names. */
async function pushAgain(writer: Writer, verdict: SessionVerdict, lastSeq: number): Promise<void> {
  if (verdict.pushAgain === 'nothing') return
  const recentMs = verdict.pushAgain === 'lost' ? null : resendMs
  await writer.call('journal.resend', { lastSeq, recentMs })
}

/**
 * Takes in a new device session before it is used. Another epoch, or a last number below what was
 * answered here, means that head office lost answers: the commands are pushed again. A last number
 * above anything sent from here means that this PC was restored from an older state, or copied:
 * nothing may be pushed until somebody has looked at it.
 */
export async function sessionOpened(
  { writer, journal, memory, lease, clock }: OpenedNeeds,
  session: SessionReply,
  roundTripMs: number,
): Promise<void> {
  const { serverTimeMs, lastSeq, epoch } = session
  lease.serverTime(serverTimeMs)
  const own = {
    epoch: memory.get('epoch'),
    sent: journal.read(lastSentSeq),
    answered: journal.read(lastAnsweredSeq),
  }
  const verdict = sessionVerdict(own, session)
  await pushAgain(writer, verdict, lastSeq)
  await memory.remember({
    epoch,
    scopes: session.scopes,
    scopeLeaseUntilMs: session.scopeLeaseUntilMs,
    businessDate: session.businessDate,
    currency: session.currency,
    clockOffsetMs: Math.round(serverTimeMs + roundTripMs / 2 - clock.now()),
    lastSeenMs: serverTimeMs,
    peers: session.peers,
    incident: verdict.trusted ? null : 'command.cloned',
  })
}
