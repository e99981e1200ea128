import { AppError } from '#contract/errors.ts'
import { settlementsReplySchema } from '#contract/sync/supervision.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from './ask.ts'

/** `sync.settlements`: the tray stands without it, so an outage is no error. */
export function createSettlements(ask: AskHeadOffice): Handler<'sync.settlements'> {
  return async ({ commandIds }) => {
    if (commandIds.length === 0) return []
    try {
      return (await ask('v1/settlements', { commandIds }, settlementsReplySchema)).settlements
    } catch (error) {
      if (error instanceof AppError && error.code === 'headOffice.unreachable') return []
      throw error
    }
  }
}
