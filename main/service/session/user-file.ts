import { join } from 'node:path'
import { AppError } from '#contract/errors.ts'
import { type FileReader, openReader } from '#db/connection/reader.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { Writer } from '#main/sync/writing/client.ts'

/** The file of the person who is logged in; open while the session is unlocked. */
export class UserFile {
  readonly #writer: Writer
  readonly #dataDir: string
  #reader: FileReader | null = null

  constructor(writer: Writer, dataDir: string) {
    this.#writer = writer
    this.#dataDir = dataDir
  }

  /**
   * Opens the file of a person; a fresh one is made where there is none. One that still has a former
   * key gets the present one.
   */
  async open(
    staffId: string,
    key: Uint8Array,
    nowMs: number,
    formerKey: Uint8Array | null,
  ): Promise<void> {
    await this.close()
    const path = join(this.#dataDir, `user_${staffId}.db`)
    await this.#writer.call('user.open', { path, key, nowMs, formerKey })
    this.#reader = openReader(path, key, 'lasting', 2_048)
  }

  /** Closes it. */
  async close(): Promise<void> {
    this.#reader?.close()
    this.#reader = null
    await this.#writer.call('user.close')
  }

  /** Whether a file is open. */
  get isOpen(): boolean {
    return this.#reader !== null
  }

  /** Queries the file; throws `session.required` where none is open. */
  read<Result>(query: (db: ReadDatabase) => Result): Result {
    if (!this.#reader) throw new AppError('session.required')
    return this.#reader.read(query)
  }
}
