import type { Command, CommandResult } from '#contract/sync/commands.ts'
import { isDamage, sqliteCode } from '#db/connection/failure.ts'
import { atomically } from '#db/connection/statements.ts'
import { type Attempt, closeAttempt, openAttempt } from '#db/journal/attempts.ts'
import { commandById } from '#db/journal/command-rows.ts'
import {
  closeRejection,
  insertCommand,
  type NewCommand,
  resendAnswered,
  restartSequence,
  settleCommands,
  storeResults,
  takeBatch,
  withdrawCommand,
} from '#db/journal/commands.ts'
import { appendUsage, ledgerHead, type UsageEntry } from '#db/journal/ledger.ts'
import type { LedgerKey } from '#db/journal/key-file.ts'
import { leaveLedger } from '#db/journal/former-ledgers.ts'
import { type JournalSettings, putSettings } from '#db/journal/settings.ts'
import type { LedgerIdentity } from '#db/journal/usage-rows.ts'
import { deleteAllKeySlots, deleteKeySlots, type KeySlot, putKeySlot } from '#db/journal/slots.ts'
import { ChangeCollector, type ChangedRows } from '../changed-rows.ts'
import { applyCommand, rebase, unsettledOf } from '../rebase.ts'
import type { WriterFiles } from './files.ts'
import { type JournalOpening, type JournalPlace, openJournal } from './open-journal.ts'

/** Effect of a write on the cache. */
export interface CacheEffect {
  changed: ChangedRows
  /** Why the cache could not follow: it heals when it is opened next, or is replaced if damaged. */
  failure: 'damaged' | 'behind' | null
}

/** Replays the local effects after the set of waiting commands changed. */
export function replay(files: WriterFiles, branchId: string): CacheEffect {
  const changes = new ChangeCollector()
  const cache = files.cacheFile
  if (!cache) return { changed: changes.changed(), failure: null }
  return following(changes, () => {
    const settled = atomically(cache, () =>
      rebase(cache, unsettledOf(files.journal), branchId, changes, () => {}),
    )
    files.keep(() => settleCommands(files.journal, settled))
  })
}

/**
 * Runs the derived half of a write. The journal has committed already, so a cache that cannot
 * follow (damaged, disk full) must not make the act look failed: it is healed at the next start.
 */
function following(changes: ChangeCollector, act: () => void): CacheEffect {
  try {
    act()
    return { changed: changes.changed(), failure: null }
  } catch (error) {
    if (sqliteCode(error) === null) throw error
    return { changed: changes.changed(), failure: isDamage(error) ? 'damaged' : 'behind' }
  }
}

/** Operations on the journal, and what follows from them in the cache. */
export function journalOperations(files: WriterFiles) {
  /**
   * A transaction with the record that testifies to it. One record at most: then the key is never more
   * than one step behind, and a start can tell a crash from a rollback (docs/decisions/0037).
   */
  const testified = <Result>(entries: readonly UsageEntry[], act: () => Result): Result => {
    const [given, ...others] = entries
    if (!given) return files.keep(act)
    if (others.length > 0) throw new Error('a transaction of the journal holds one usage record')
    const keys = files.ledgerKeys
    keys?.settle()
    const sealed: { key: LedgerKey | null } = { key: null }
    try {
      const kept = files.keep(() => {
        const acted = act()
        appendUsage(files.journal, given, (ledger) => (sealed.key = keys?.keyOf(ledger) ?? null))
        return acted
      })
      if (sealed.key) keys?.advance()
      return kept
    } catch (error) {
      const { key } = sealed
      // Where only what follows the commit failed the record is there.
      if (key && ledgerHead(files.journal, key)?.seq === key.index) keys?.advance()
      throw error
    }
  }

  return {
    /** Opens the journal, and puts back from its records what it lost. */
    async 'journal.open'(args: JournalPlace): Promise<JournalOpening> {
      const { db, records, ledgerKeys, opening } = await openJournal(args)
      files.journalFile = db
      files.records = records
      files.ledgerKeys = ledgerKeys
      return opening
    },

    /** What went wrong with the copies of the records since the last call. */
    'journal.recordTroubles'(): string[] {
      return files.records?.takeTroubles() ?? []
    },

    'journal.remember'(args: { values: Partial<JournalSettings> }) {
      files.keep(() => putSettings(files.journal, args.values))
    },

    /**
     * A new enrolment: identity, a new command sequence, a new ledger; the former one is still to be
     * brought to head office. People log in online again:
     * grants of an earlier enrolment are worth nothing. The ledger's key is on the disk before anything
     * names the ledger: after a crash in between the enrolment is asked for again.
     */
    'journal.enrolled'(args: {
      values: Partial<JournalSettings>
      ledgerKey?: { ledger: LedgerIdentity; first: Uint8Array } | undefined
    }) {
      if (args.ledgerKey) files.ledgerKeys?.install(args.ledgerKey.ledger, args.ledgerKey.first)
      files.keep(() => {
        leaveLedger(files.journal, args.values.device?.ledgerId)
        putSettings(files.journal, args.values)
        deleteAllKeySlots(files.journal)
        restartSequence(files.journal)
      })
    },

    'journal.append'(args: { entries: UsageEntry[] }) {
      for (const entry of args.entries) testified([entry], () => {})
    },

    'journal.openAttempt'(args: { attempt: Attempt; entries: UsageEntry[] }): number {
      return testified(args.entries, () => openAttempt(files.journal, args.attempt))
    },

    'journal.closeAttempt'(args: {
      id: number
      outcome: 'failed' | 'passed' | 'cancelled'
      entries: UsageEntry[]
      slot?: KeySlot | undefined
    }) {
      testified(args.entries, () => {
        closeAttempt(files.journal, args.id, args.outcome)
        if (args.slot) putKeySlot(files.journal, args.slot)
      })
    },

    'journal.deleteAllSlots'() {
      files.keep(() => deleteAllKeySlots(files.journal))
    },

    'journal.deleteSlots'(args: { staffIds: string[] }): number {
      return files.keep(() => deleteKeySlots(files.journal, args.staffIds))
    },

    /** Command and ledger row in one durable transaction; then the effect in the cache. */
    'journal.submit'(args: {
      command: NewCommand
      entries: UsageEntry[]
      branchId: string
    }): CacheEffect {
      testified(args.entries, () => insertCommand(files.journal, args.command))
      const changes = new ChangeCollector()
      const cache = files.cacheFile
      const row = commandById(files.journal, args.command.commandId)
      const shows = row?.state === 'waiting'
      if (!cache || !shows) return { changed: changes.changed(), failure: null }
      return following(changes, () =>
        atomically(cache, () => applyCommand(cache, row, args.branchId, changes)),
      )
    },

    'journal.withdraw'(args: { commandId: string; staffId: string; branchId: string }) {
      files.keep(() => withdrawCommand(files.journal, args.commandId, args.staffId))
      return replay(files, args.branchId)
    },

    /**
     * A refusal whose author deals with it: dismissed with a reason, or (null) repaired, because he or
     * she takes over what head office holds; with the command that tells head office, in one transaction.
     */
    'journal.dismiss'(args: {
      commandId: string
      staffId: string
      reason: string | null
      told?: { command: NewCommand; entries: UsageEntry[] }
    }) {
      const { commandId, staffId, reason, told } = args
      const state = reason === null ? 'repaired' : 'dismissed'
      testified(told?.entries ?? [], () => {
        closeRejection(files.journal, commandId, staffId, state, reason)
        if (told) insertCommand(files.journal, told.command)
      })
    },

    /** Numbers the next commands and marks them as sent, before the first byte goes out. */
    'journal.takeBatch'(args: { maxCommands: number; maxBytes: number }): Command[] {
      return files.keep(() => takeBatch(files.journal, args.maxCommands, args.maxBytes))
    },

    'journal.storeResults'(args: { results: CommandResult[]; branchId: string }): CacheEffect {
      files.keep(() => storeResults(files.journal, args.results))
      return replay(files, args.branchId)
    },

    'journal.resend'(args: { lastSeq: number; recentMs: number | null }): number {
      return files.keep(() => resendAnswered(files.journal, args.lastSeq, args.recentMs))
    },

    'journal.close'() {
      files.close('journalFile')
    },
  }
}
