import type { UsageEntry } from '#db/journal/ledger.ts'
import { Ledger as Shipped, type Testimony } from '#main/service/ledger/ledger.ts'
import { silenceChannel } from './channel.ts'

let silent = false

// Heard before the service hears it, for this module is loaded first; its refusal tells that it was.
process.on('message', (message: { channel?: unknown; payload?: unknown }) => {
  if (message.channel === silenceChannel) silent = message.payload === true
})

/**
 * The shipped ledger, which says nothing while it is told not to: what a use case takes then is what the
 * ledger is held against.
 */
export class Ledger extends Shipped {
  override entries(...testimonies: Testimony[]): UsageEntry[] {
    return silent ? [] : super.entries(...testimonies)
  }

  override note(...testimonies: Testimony[]): void {
    if (!silent) super.note(...testimonies)
  }
}

export * from '#main/service/ledger/ledger.ts'
