import type { Checkpoint } from '#contract/sync/ledger.ts'
import { ledgerHead, type LedgerIdentity } from '#db/journal/ledger.ts'
import { dropCheckpoints, putCheckpoint } from '#db/journal/ledger-upload.ts'
import { type LedgerEpoch, type LedgerReceiptKept, putSettings } from '#db/journal/settings.ts'
import type { WriterFiles } from './files.ts'

/** Operations on the usage ledger beside its records. */
export function ledgerOperations(files: WriterFiles) {
  return {
    'ledger.checkpoint'(args: { checkpoint: Checkpoint }) {
      files.keep(() => putCheckpoint(files.journal, args.checkpoint))
    },

    /** What head office holds: its receipt stays, the checkpoints it took go. */
    'ledger.anchored'(args: { receipt: LedgerReceiptKept; checkpoints: number[] }) {
      files.keep(() => {
        putSettings(files.journal, { ledgerReceipt: args.receipt })
        dropCheckpoints(files.journal, args.checkpoints, args.receipt)
      })
    },

    /**
     * Goes on with an epoch that head office opened, unless records were written meanwhile that it has
     * not got; returns whether it did. The key is on the disk before anything names the epoch.
     */
    'ledger.next'(args: {
      from: LedgerIdentity
      heldSeq: number
      next: LedgerEpoch
      first: Uint8Array
    }): boolean {
      const head = ledgerHead(files.journal, args.from)
      if ((head?.seq ?? 0) > args.heldSeq) return false
      files.ledgerKeys?.install(args.next, args.first)
      files.keep(() => putSettings(files.journal, { ledgerEpoch: args.next }))
      return true
    },
  }
}
