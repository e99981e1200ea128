import type { Writer } from '#main/sync/writing/client.ts'
import type { JournalOpening } from '#main/sync/writing/open-journal.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'

/** How often the writer is asked whether a copy of the records could not be written, ms. */
const askMs = 60_000

/** Says in the log what came of opening the journal, where it was not as it should be. */
export function reportOpening(logger: Logger, opening: JournalOpening): void {
  const { state, restored, missing, copies } = opening
  for (const [at, { state: own }] of copies.entries()) {
    const level = own === 'missing' ? 'info' : 'warn'
    if (own !== 'whole') logger.log(level, 'records.copy', { count: at + 1, state: own })
  }
  if (state !== 'whole') logger.log('error', `journal.${state}`, { count: restored })
  if (missing > 0) logger.log('error', 'records.missing', { count: missing })
}

/** Says in the log when a copy of the records cannot be written; ends with `clearInterval`. */
export function watchRecords(writer: Writer, logger: Logger): NodeJS.Timeout {
  const ask = async () => {
    for (const error of await writer.call('journal.recordTroubles')) {
      logger.log('error', 'records.notWritten', { error })
    }
  }
  const timer = setInterval(() => {
    ask().catch((error: unknown) => {
      logger.log('error', 'records.notAsked', { error: describeError(error) })
    })
  }, askMs)
  timer.unref()
  return timer
}
