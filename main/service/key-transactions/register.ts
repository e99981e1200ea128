import type { Handle } from '../dispatch/dispatch.ts'
import { advanceCard, contactAboutCard } from './acts.ts'
import { takeArrived } from './arrived.ts'
import { showCard } from './card.ts'
import { countWaiting, openKeyTransactions } from './open.ts'
import { listReminders } from './reminders.ts'
import { listCards } from './rows.ts'

/** Registers every channel of key transactions. */
export function registerKeyTransactions(handle: Handle): void {
  handle('keyTransactions.open', openKeyTransactions)
  handle('keyTransactions.rows', listCards)
  handle('keyTransactions.card', showCard)
  handle('keyTransactions.advance', advanceCard)
  handle('keyTransactions.contact', contactAboutCard)
  handle('keyTransactions.waiting', countWaiting)
  handle('keyTransactions.takeArrived', takeArrived)
  handle('keyTransactions.reminders', listReminders)
}
