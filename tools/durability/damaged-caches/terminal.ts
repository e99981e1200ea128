import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChannelName, Request, Response } from '#contract/ipc.ts'
import { AppError } from '#contract/errors.ts'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { all } from '#db/connection/statements.ts'
import type { CommandRow } from '#db/journal/command-rows.ts'
import { type BranchService, startBranchService } from '#main/service/branch-service.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import type { Logger } from '#platform/log/logger.ts'

const writerEntry = fileURLToPath(new URL('../../../main/writer.ts', import.meta.url))

/** Where a terminal keeps its files, what it is told, and the secret that its PC keeps. */
export interface TerminalHome {
  readonly dataDir: string
  readonly deviceSecret: Buffer
  readonly headOfficeUrl: string
  readonly enrolmentCode: string
}

/** A row of the usage ledger, as far as it is compared. */
export interface LedgerRow {
  seq: number
  hash: string
}

/** What the journal holds that exists nowhere else. */
export interface JournalContent {
  readonly commands: readonly CommandRow[]
  readonly ledger: readonly LedgerRow[]
}

/** The shipped branch service on the files of a folder, without windows; its writer is a real thread. */
export class DeskTerminal {
  readonly home: TerminalHome
  /** Events of the service's log, by name, since the start. */
  readonly log: string[] = []
  #service: BranchService | null = null

  constructor(home: TerminalHome) {
    this.home = home
  }

  /** Starts the service; rejects with what keeps it from starting. */
  async start(): Promise<void> {
    const { dataDir, deviceSecret, headOfficeUrl, enrolmentCode } = this.home
    const logger: Logger = { log: (_level, event) => void this.log.push(event) }
    this.#service = await startBranchService({
      init: {
        config: { headOfficeUrl, enrolmentCode, deviceName: 'PC-D', demo: true },
        dataDir,
        deviceSecret: deviceSecret.toString('base64url'),
        appVersion: '0.1.0',
      },
      writerEntry,
      clock: systemClock,
      logger,
      emit: () => {},
      died: (reason) => void this.log.push(`died: ${reason}`),
    })
  }

  async stop(): Promise<void> {
    const service = this.#service
    this.#service = null
    await service?.stop()
  }

  /** Calls a channel; throws its error as an `AppError`. */
  async call<Name extends ChannelName>(
    channel: Name,
    ...request: Request<Name> extends null ? [] : [Request<Name>]
  ): Promise<Response<Name>> {
    const reply = await this.#service?.call(channel, request[0] ?? null, 'person')
    if (!reply) throw new Error('the service does not run')
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.data)
    return reply.value as Response<Name>
  }

  /** Waits until `found` gives something; rejects with `what` after `ms`. */
  async until<Result>(
    what: string,
    found: () => Promise<Result | null | false | undefined>,
    ms = 30_000,
  ): Promise<Result> {
    const end = performance.now() + ms
    for (;;) {
      const result = await found()
      if (result) return result
      if (performance.now() > end) throw new Error(`waited ${ms} ms in vain for ${what}`)
      await new Promise((resume) => setTimeout(resume, 20))
    }
  }

  /** Names of the terminal's files. */
  get files(): string[] {
    return readdirSync(this.home.dataDir)
  }

  /** The cache's path. */
  get cachePath(): string {
    return join(this.home.dataDir, 'cache-1.db')
  }

  /** Whether a file was set aside as damaged. */
  hasSetAside(prefix: string): boolean {
    return this.files.some((name) => name.startsWith(prefix) && name.includes('.damaged-'))
  }

  /** Has the journal's file take its log in, as a clean end does. */
  takeLogIn(): void {
    this.#openJournal('write').close()
  }

  /** Reads the journal with a connection of its own. Throws SQLite's error where it is damaged. */
  journal(): JournalContent {
    const db = this.#openJournal('read')
    try {
      return {
        commands: all<CommandRow>(db, 'SELECT * FROM command ORDER BY ordinal'),
        ledger: all<LedgerRow>(db, 'SELECT seq, hash FROM usage_record ORDER BY place'),
      }
    } finally {
      db.close()
    }
  }

  #openJournal(mode: 'read' | 'write'): SqliteDatabase {
    const key = deriveKey(this.home.deviceSecret, Buffer.alloc(0), 'ocrm-journal')
    return openFile(join(this.home.dataDir, 'journal.db'), key, { mode, kind: 'lasting' })
  }
}
