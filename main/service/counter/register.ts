import type { Handle } from '../dispatch/dispatch.ts'
import {
  createConfirmPhone,
  createCorrect,
  createEnd,
  createInconvenient,
  createRefer,
  createWait,
} from './acts.ts'
import { counterDay, leaveQueue } from './day.ts'
import { createFind, createPick } from './find.ts'
import type { Presence } from './presence.ts'
import { advanceReferral, listReferrals } from './referrals.ts'

/** Registers every channel of the counter and of referrals. */
export function registerCounter(handle: Handle, presence: Presence): void {
  handle('counter.find', createFind(presence))
  handle('counter.pick', createPick(presence))
  handle('counter.current', (_request, context) => presence.current(context)?.view ?? null)
  handle('counter.refer', createRefer(presence))
  handle('counter.confirmPhone', createConfirmPhone(presence))
  handle('counter.correct', createCorrect(presence))
  handle('counter.inconvenient', createInconvenient(presence))
  handle('counter.end', createEnd(presence))
  handle('counter.wait', createWait(presence))
  handle('counter.leave', leaveQueue)
  handle('counter.day', counterDay)
  handle('referral.ofCustomer', listReferrals)
  handle('referral.advance', advanceReferral)
}
