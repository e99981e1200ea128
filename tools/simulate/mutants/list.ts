import { tested } from './tested.ts'

/** A deliberate fault in the shipped code: the simulation must notice it. */
export interface Mutant {
  name: string
  /** File, relative to the root. */
  file: string
  /** Text that stands in the file exactly once, and what is put in its place. */
  find: string
  replace: string
  /**
   * What must notice it: the fast model, the real engine (SQL and files), the durability proof with
   * real processes (`tools/durability/processes/`), or tests of the repository.
   */
  level: 'model' | 'engine' | 'processes' | 'tests'
  /** Of level `tests`: the file of tests. */
  killedBy?: string
}

const states = 'contract/sync/states'
const command = `${states}/command.ts`
const feed = `${states}/feed.ts`
const place = `${states}/place.ts`
const session = `${states}/session.ts`
const device = `${states}/device.ts`

/** Mutants of the tables both simulations run. */
const tables: Omit<Mutant, 'level'>[] = [
  {
    name: 'a repeated push is decided again',
    file: place,
    find: `known: { none: 'broken', same: 'answer'`,
    replace: `known: { none: 'broken', same: 'decide'`,
  },
  {
    name: 'a command known from an earlier enrolment is decided again',
    file: place,
    find: `next: { none: 'decide', same: 'adopt'`,
    replace: `next: { none: 'decide', same: 'decide'`,
  },
  {
    name: 'a gap is not noticed',
    file: place,
    find: `beyond: { none: 'gap', same: 'gap', other: 'gap' }`,
    replace: `beyond: { none: 'decide', same: 'adopt', other: 'cloned' }`,
  },
  {
    name: 'sent counts as done',
    file: command,
    find: `waiting: {
    take: 'sent',`,
    replace: `waiting: {
    take: 'applied',`,
  },
  {
    name: 'what was sent may be taken back',
    file: command,
    find: `retry: 'sent',
    orphan: null,
    withdraw: null,`,
    replace: `retry: 'sent',
    orphan: null,
    withdraw: 'withdrawn',`,
  },
  {
    name: 'what was sent waits again after a new enrolment',
    file: command,
    find: `renumber: 'sent'`,
    replace: `renumber: 'waiting'`,
  },
  {
    name: 'what was dealt with comes back with a late answer',
    file: command,
    find: `applied: state,
  applied_with_changes: state,
  rejected: state,
  quarantined: state,
  retry: state,
  renumber: state,
})`,
    replace: `applied: 'applied',
  applied_with_changes: 'applied_with_changes',
  rejected: 'rejected',
  quarantined: 'quarantined',
  retry: state,
  renumber: state,
})`,
  },
  {
    name: 'what is pushed again counts as settled',
    file: command,
    find: `if (command.again || !base.sameDatabase) return false`,
    replace: `if (!base.sameDatabase) return false`,
  },
  {
    name: 'revisions are compared across databases',
    file: command,
    find: `if (command.again || !base.sameDatabase) return false`,
    replace: `if (command.again) return false`,
  },
  {
    name: 'an effect is dropped with its answer',
    file: command,
    find: `(base.rev(name) ?? -1) >= rev)`,
    replace: `(base.rev(name) ?? -1) >= rev - 1)`,
  },
  {
    name: 'an effect stays one revision too long',
    file: command,
    find: `(base.rev(name) ?? -1) >= rev)`,
    replace: `(base.rev(name) ?? -1) > rev)`,
  },
  {
    name: 'a pull covers no answer',
    file: command,
    find: `if (command.answerOrder !== null && command.answerOrder <= base.covered) return true`,
    replace: ``,
  },
  {
    name: 'another database gets nothing pushed again',
    file: session,
    find: `other: {
    behind: { pushAgain: 'lostAndRecent', trusted: true },
    level: { pushAgain: 'lostAndRecent', trusted: true },`,
    replace: `other: {
    behind: { pushAgain: 'nothing', trusted: true },
    level: { pushAgain: 'nothing', trusted: true },`,
  },
  {
    name: 'another database gets only what its numbers lack',
    file: session,
    find: `level: { pushAgain: 'lostAndRecent', trusted: true },
    ahead: { pushAgain: 'lostAndRecent'`,
    replace: `level: { pushAgain: 'lost', trusted: true },
    ahead: { pushAgain: 'lost'`,
  },
  {
    name: 'a restored machine goes on pushing',
    file: session,
    find: `same: {
    behind: { pushAgain: 'lost', trusted: true },
    level: { pushAgain: 'nothing', trusted: true },
    ahead: { pushAgain: 'nothing', trusted: false },`,
    replace: `same: {
    behind: { pushAgain: 'lost', trusted: true },
    level: { pushAgain: 'nothing', trusted: true },
    ahead: { pushAgain: 'nothing', trusted: true },`,
  },
  {
    name: 'a page that answers another request is taken',
    file: feed,
    find: `page.scope === asked.scope && page.after === asked.after && page.asked === asked.asked`,
    replace: `page.scope === asked.scope`,
  },
  {
    name: 'an older copy of the same page is taken',
    file: feed,
    find: `page.after === asked.after && page.asked === asked.asked`,
    replace: `page.after === asked.after`,
  },
  {
    name: 'a tombstone removes what came back',
    file: feed,
    find: `return rowVer <= tombstoneVer`,
    replace: `return tombstoneVer > 0`,
  },
  {
    name: 'a tombstone removes nothing',
    file: feed,
    find: `return rowVer <= tombstoneVer`,
    replace: `return rowVer > tombstoneVer && tombstoneVer < 0`,
  },
  {
    name: 'forgotten tombstones are not missed',
    file: feed,
    find: `return after < floor ? 'cursor.stale' : 'serve'`,
    replace: `return 'serve'`,
  },
  {
    name: 'the cursor goes past the rows of its page',
    file: feed,
    find: `return { reached: version.ver, more }`,
    replace: `return { reached: version.ver, more: false }`,
  },
  {
    name: 'a refusal that was dealt with is judged again',
    file: command,
    find: `return state === 'dismissed' || state === 'repaired'`,
    replace: `return false`,
  },
  {
    name: 'an older program may not push',
    file: device,
    find: `pull: 'headOffice.upgradeRequired',
    push: 'served',`,
    replace: `pull: 'headOffice.upgradeRequired',
    push: 'headOffice.upgradeRequired',`,
  },
  {
    name: 'what an earlier program gave is not lifted',
    file: 'contract/sync/earlier-versions.ts',
    find: `[earlier(1, recordVisit1Schema, '2026-11-26', liftRecordVisit1)]`,
    replace: '[]',
  },
]

/** Mutants of what only the real engine has: SQL, files, the order of commits. */
const real: Omit<Mutant, 'level'>[] = [
  {
    name: 'rows of the last version of a page are left out',
    file: 'head-office/scopes/changes.ts',
    find: 't.ver > $2 and t.ver <= $3 order by t.ver',
    replace: 't.ver > $2 and t.ver < $3 order by t.ver',
  },
  {
    name: 'tombstones are not read',
    file: 'head-office/scopes/changes.ts',
    find: 'where branch_id = $1 and ver > $2 and ver <= $3 order by ver',
    replace: 'where branch_id = $1 and ver > $2 and ver <= $3 and false order by ver',
  },
  {
    name: 'a page brings rows of every branch',
    file: 'head-office/scopes/scope-tables.ts',
    find: "table.scope === 'branch' ? `${alias}.branch_id = $1` : '$1::uuid is not null'",
    replace: "'$1::uuid is not null' + (alias ? '' : table.name)",
  },
  {
    name: 'a change takes no new version',
    file: 'head-office/store/scope-version.ts',
    find: 'update scope_version set v = v + 1 where',
    replace: 'update scope_version set v = v where',
  },
  {
    name: 'a push meant for another database is taken',
    file: 'head-office/commands/receive.ts',
    find: `if (epoch !== undefined && epoch !== device.epoch) throw new AppError('cursor.otherEpoch')`,
    replace: '',
  },
  {
    name: 'a digest finds nothing',
    file: 'head-office/scopes/digest.ts',
    find: 'return our?.rows !== their?.rows || our?.sum !== their?.sum',
    replace: 'return our?.rows !== our?.rows || their?.sum !== their?.sum',
  },
  {
    name: 'a push goes out with the numbers of an earlier enrolment',
    file: 'main/sync/push.ts',
    find: 'const { deviceEpoch } = chosen',
    replace: 'const deviceEpoch = needs.deviceEpoch()',
  },
  {
    name: 'an enrolment hides that the database is another one',
    file: 'main/sync/device/identity.ts',
    find: `epoch: memory.get('epoch') ?? epoch`,
    replace: 'epoch',
  },
  {
    name: 'local effects are not taken out before rows come in',
    file: 'main/sync/rebase.ts',
    find: '  undoOverlay(cache)\n',
    replace: '',
  },
  {
    name: 'what left the branch stays in the cache',
    file: 'db/cache/rows.ts',
    find: `  removeRow(db, table, key)
  return row`,
    replace: '  return row',
  },
  {
    name: 'answers count as settled under an older snapshot',
    file: 'main/sync/writing/cache-operations.ts',
    find: 'files.keep(() => unsettleAnswered(files.journal, snapshotAgeMs))',
    replace: '',
  },
]

/** Mutants of what only processes that are killed from outside, and replies that are lost, can show. */
const outside: Omit<Mutant, 'level'>[] = [
  {
    name: 'a command is acknowledged before it is kept',
    file: 'main/service/dispatch/contexts.ts',
    find: `    const effect = await this.#needs.writer.call('journal.submit', { ...given, branchId })
    this.#testified = true
    this.#needs.submitted(effect)`,
    replace: `    const kept = this.#needs.writer.call('journal.submit', { ...given, branchId })
    this.#testified = true
    void kept.then((effect) => this.#needs.submitted(effect))`,
  },
  {
    name: 'what is pushed again takes effect again',
    file: 'head-office/commands/receive.ts',
    find: `    case 'answer':
`,
    replace: `    case 'answer':
      await decideCommand(office, client, device, received.command, office.clock.now())
`,
  },
]

/** Every mutant. */
export const mutants: Mutant[] = [
  ...tables.map((mutant) => ({ ...mutant, level: 'model' as const })),
  ...real.map((mutant) => ({ ...mutant, level: 'engine' as const })),
  ...outside.map((mutant) => ({ ...mutant, level: 'processes' as const })),
  ...tested.map((mutant) => ({ ...mutant, level: 'tests' as const })),
]
