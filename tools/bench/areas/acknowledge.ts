import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UsageEntry } from '#db/journal/ledger.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { syntheticId } from '../branch/random.ts'
import { benchKey } from '../branch/rows.ts'
import { byTurns, leastTimes, median, quantile, type Result } from '../measure.ts'
import type { Scale } from '../options.ts'

const entry: UsageEntry = {
  ledger_id: 'ledger',
  epoch: 1,
  boot_id: 'boot',
  mono_ms: 0,
  wall_ms: 0,
  actor: 'staff',
  role: 'customer_manager',
  session: 's',
  auth_mode: 'online',
  type: 'action',
  object: '',
  app_ver: '0',
  policy_ver: '1',
  body: '{"module":"customers","verb":"logContact"}',
}

const device = {
  deviceId: 'd',
  deviceEpoch: entry.epoch,
  branchId: 'b',
  branchName: 'B',
  ledgerId: entry.ledger_id,
  grantKey: 'k',
  demo: true,
}

/** A journal in a folder, with copies of its records or without, its commands with a ledger or without. */
export class Desk {
  readonly #files = new WriterFiles()
  readonly #operations = createOperations({ fill: () => true, update: () => {} }, this.#files)
  readonly #folder: string
  readonly #records: boolean
  readonly #entries: UsageEntry[]
  #given = 0

  constructor(folder: string, records: boolean, ledger = true) {
    this.#folder = folder
    this.#records = records
    this.#entries = ledger ? [entry] : []
  }

  async open(): Promise<void> {
    await this.#operations['journal.open']({
      path: join(this.#folder, 'journal.db'),
      key: benchKey,
      ...(this.#records && {
        records: [join(this.#folder, 'records'), join(this.#folder, 'records-copy')],
      }),
    })
  }

  /** Has records sealed from now on, as those of an enrolled PC are. */
  enrol(): void {
    const ledgerKey = { ledger: { ledgerId: device.ledgerId, epoch: 1 }, first: benchKey }
    this.#operations['journal.enrolled']({ values: { device }, ledgerKey })
  }

  /** Gives commands one after the other; wall time of each, ms. */
  give(count: number): number[] {
    return Array.from({ length: count }, () => {
      this.#given += 1
      const started = performance.now()
      this.#operations['journal.submit']({
        branchId: 'b',
        entries: this.#entries,
        command: {
          commandId: syntheticId('contact', this.#given),
          name: 'contact.log',
          version: 1,
          staffId: 'staff',
          grant: 'g'.repeat(400),
          givenAtMs: 0,
          clockOffsetMs: 0,
          baseRevs: {},
          dependsOn: null,
          supersedes: null,
          customerId: null,
          payload: { summary: '谈'.repeat(100) },
        },
      })
      return performance.now() - started
    })
  }

  /** Closes the journal and opens it again; wall time of the opening, ms. */
  async reopen(): Promise<number> {
    this.close()
    const started = performance.now()
    await this.open()
    return performance.now() - started
  }

  close(): void {
    this.#operations['journal.close']()
  }
}

/** An acknowledged command with both copies of its records against the journal alone. */
export async function benchAcknowledge({ quick }: Scale): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-'))
  const alone = new Desk(mkdtempSync(join(folder, 'alone-')), false)
  const copied = new Desk(mkdtempSync(join(folder, 'copied-')), true)
  try {
    const count = quick ? 100 : 400
    await alone.open()
    await copied.open()
    alone.give(20)
    copied.give(20)
    const times = await byTurns(
      () => alone.give(count),
      () => copied.give(count),
    )
    const limit = median(leastTimes(times.limit))
    const ours = median(leastTimes(times.ours))
    const opening = { alone: await alone.reopen(), copied: await copied.reopen() }
    return {
      area: 'acknowledge',
      what: `${count} commands a round, one after the other; limit: the journal alone`,
      basis: 'least',
      limitMs: limit,
      oursMs: ours,
      ratio: ours / limit,
      goal: { of: 'ratio', most: 3 },
      details: {
        'median of all rounds, journal alone, ms': median(times.limit.flat()).toFixed(2),
        'median of all rounds, with both copies, ms': median(times.ours.flat()).toFixed(2),
        '95 of 100 with both copies within, ms': quantile(times.ours.flat(), 0.95).toFixed(2),
        [`opening a journal of ${5 * count + 20} commands alone, ms`]: opening.alone.toFixed(1),
        'opening it, checked and compared with both copies, ms': opening.copied.toFixed(1),
      },
    }
  } finally {
    alone.close()
    copied.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
