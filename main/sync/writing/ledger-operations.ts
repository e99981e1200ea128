import type { Checkpoint } from '#contract/sync/ledger.ts'
import type { Witnessed } from '#contract/sync/witness.ts'
import { closeFormer, formerAnchored } from '#db/journal/former-ledgers.ts'
import { ledgerHead } from '#db/journal/ledger.ts'
import { dropCheckpoints, putCheckpoint } from '#db/journal/ledger-upload.ts'
import { type LedgerEpoch, type LedgerReceiptKept, putSettings } from '#db/journal/settings.ts'
import type { LedgerIdentity } from '#db/journal/usage-rows.ts'
import { dropWitnessed, putWitnessed } from '#db/journal/witnessed.ts'
import type { WriterFiles } from './files.ts'

/** Operations on the usage ledger beside its records. */
export function ledgerOperations(files: WriterFiles) {
  return {
    'ledger.checkpoint'(args: { checkpoint: Checkpoint }) {
      files.keep(() => putCheckpoint(files.journal, args.checkpoint))
    },

    /** What head office holds of a chain: its receipt stays, the checkpoints it took go. */
    'ledger.anchored'(args: { receipt: LedgerReceiptKept; checkpoints: number[] }) {
      files.keep(() => {
        const { receipt, checkpoints } = args
        if (!formerAnchored(files.journal, receipt, receipt.seq)) {
          putSettings(files.journal, { ledgerReceipt: receipt })
        }
        dropCheckpoints(files.journal, checkpoints, receipt)
      })
    },

    /** Nothing more of a former enrolment's chain goes to head office. */
    'ledger.formerClosed'(args: { ledger: LedgerIdentity }) {
      files.keep(() => closeFormer(files.journal, args.ledger))
    },

    /** A head that a neighbour signed. */
    'ledger.witnessed'(args: { witnessed: Witnessed }) {
      files.keep(() => putWitnessed(files.journal, args.witnessed))
    },

    /** Head office has looked at heads of neighbours. */
    'ledger.forwarded'(args: { numbers: number[] }) {
      files.keep(() => dropWitnessed(files.journal, args.numbers))
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
