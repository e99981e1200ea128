import { registerCounter } from './counter/register.ts'
import type { Presence } from './counter/presence.ts'
import { registerCustomers } from './customers/register.ts'
import type { Handle } from './dispatch/dispatch.ts'
import { registerGroups } from './groups/register.ts'
import { registerKeyTransactions } from './key-transactions/register.ts'
import { Prints } from './workbench/prints.ts'
import { registerWorkbench } from './workbench/register.ts'

/**
 * Registers the work with customers: the same on the branch's data and on the invented branch of
 * practice, because everything it touches comes with the call. `prints` is shared with other areas that print.
 */
export function registerWork(handle: Handle, presence: Presence, prints = new Prints()): void {
  registerCustomers(handle)
  registerWorkbench(handle, prints)
  registerGroups(handle)
  registerKeyTransactions(handle)
  registerCounter(handle, presence)
}
