import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type ReasonCode, reasonSentence, type Rejection } from './reasons.ts'
import { addedColumns, type SourceFile } from './source-file.ts'
import { type Encoding, lineDecoder } from './text/encoding.ts'

/** A row that was set aside, as the report quotes the first of each file and reason. */
export interface SetAsideExample {
  line: number
  reason: ReasonCode
  zh: string
  en: string
  original: string
}

/** What was set aside of one file. */
export interface SetAsideSummary {
  count: number
  reasons: Partial<Record<ReasonCode, number>>
  examples: SetAsideExample[]
  /** Path of the file to correct and import again; null where nothing was set aside. */
  path: string | null
}

const examplesPerReason = 3
const longestOriginal = 2000

/** Text as a cell of a spreadsheet that never runs as a formula. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}

/** Text for COPY's text format. */
function copyText(text: string): string {
  return text.replace(
    /[\\\t\n\r]/g,
    (found) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[found] ?? '\\\\',
  )
}

function readable(raw: Uint8Array, encoding: Encoding): string {
  const text = lineDecoder(encoding)(raw) ?? new TextDecoder(encoding).decode(raw)
  return text.replaceAll('\u0000', '\ufffd').slice(0, longestOriginal)
}

/** `_reason` in plain letters without delimiter and quotes, so that any file can carry it. */
function plainReason(rejection: Rejection, delimiter: string): string {
  return `${rejection.reason}: ${reasonSentence(rejection).en}`
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .replaceAll(/["\\]/g, '')
    .replaceAll(delimiter, ' ')
}

/** Removes `_line` and `_reason` of an earlier import from a row's bytes, where they stand. */
function withoutAdded<World>(file: SourceFile<World>, raw: Uint8Array): Uint8Array {
  if (file.header.at(-1) !== addedColumns[1]) return raw
  const text = Buffer.from(raw).toString('latin1')
  const cut = text.split(file.kind.dialect.delimiter)
  if (cut.length < 3 || !/^\d+$/.test(cut.at(-2) ?? '') || !/^[a-z_]+:/.test(cut.at(-1) ?? '')) {
    return raw
  }
  return Buffer.from(cut.slice(0, -2).join(file.kind.dialect.delimiter), 'latin1')
}

interface OpenFile {
  stream: WriteStream
  part: string
  path: string
  summary: SetAsideSummary
}

/**
 * Keeps what cannot be taken: `<folder>/set-aside/<file>.csv` in the source's own format, ready to
 * be corrected and imported again; `<folder>/set-aside-reasons.csv` with the sentences; and rows of
 * `import_set_aside`. Files get their names at the end, so that one being read is never overwritten.
 */
export class SetAside<World> {
  readonly #folder: string
  readonly #runId: string
  readonly #open = new Map<string, OpenFile>()
  #spool: WriteStream | null = null
  #reasons: WriteStream | null = null

  constructor(folder: string, runId: string) {
    this.#folder = folder
    this.#runId = runId
  }

  get #spoolPath(): string {
    return join(this.#folder, '.set-aside-rows')
  }

  async #write(stream: WriteStream, data: string | Uint8Array): Promise<void> {
    if (!stream.write(data)) await once(stream, 'drain')
  }

  async #begin(file: SourceFile<World>): Promise<OpenFile> {
    const folder = join(this.#folder, 'set-aside')
    await mkdir(folder, { recursive: true })
    const path = join(folder, file.name.endsWith('.csv') ? file.name : `${file.name}.csv`)
    const part = `${path}.part`
    const { delimiter } = file.kind.dialect
    const stream = createWriteStream(part)
    const names =
      file.header.at(-1) === addedColumns[1] ? '' : [...['', ...addedColumns]].join(delimiter)
    await this.#write(stream, Buffer.concat([file.headerBytes, Buffer.from(names + file.lineEnd)]))
    const opened: OpenFile = {
      stream,
      part,
      path,
      summary: { count: 0, reasons: {}, examples: [], path },
    }
    this.#open.set(file.path, opened)
    if (!this.#spool || !this.#reasons) {
      this.#spool = createWriteStream(this.#spoolPath)
      this.#reasons = createWriteStream(join(this.#folder, 'set-aside-reasons.csv'))
      await this.#write(
        this.#reasons,
        '\ufefffile,line,reason,sentence_zh,sentence_en,original\r\n',
      )
    }
    return opened
  }

  /** Sets a row aside: its line, its exact bytes, why. */
  async add(
    file: SourceFile<World>,
    line: number,
    raw: Uint8Array,
    rejection: Rejection,
  ): Promise<void> {
    const opened = this.#open.get(file.path) ?? (await this.#begin(file))
    const { delimiter } = file.kind.dialect
    const added = `${delimiter}${line}${delimiter}${plainReason(rejection, delimiter)}${file.lineEnd}`
    await this.#write(opened.stream, Buffer.concat([withoutAdded(file, raw), Buffer.from(added)]))
    const { zh, en } = reasonSentence(rejection)
    const original = readable(raw, file.encoding)
    const { reason } = rejection
    const { summary } = opened
    summary.count += 1
    const sofar = (summary.reasons[reason] = (summary.reasons[reason] ?? 0) + 1)
    if (sofar <= examplesPerReason) summary.examples.push({ line, reason, zh, en, original })
    const row = [this.#runId, file.name, String(line), reason, `${zh} ${en}`, original]
    if (this.#spool) await this.#write(this.#spool, `${row.map(copyText).join('\t')}\n`)
    const cells = [file.name, String(line), reason, zh, en, original].map(cell)
    if (this.#reasons) await this.#write(this.#reasons, `${cells.join(',')}\r\n`)
  }

  /** What has been set aside of a file so far. */
  summary(file: SourceFile<World>): SetAsideSummary {
    return this.#open.get(file.path)?.summary ?? { count: 0, reasons: {}, examples: [], path: null }
  }

  async #end(stream: WriteStream | null): Promise<void> {
    if (!stream || stream.closed) return
    stream.end()
    await once(stream, 'close')
  }

  /** Counts what was set aside in the database, in the import's own transaction. */
  async record(client: ClientBase): Promise<void> {
    await this.#end(this.#spool)
    if (!this.#spool) return
    const copy = client.query(
      copyFrom('copy import_set_aside (run_id, file, line, reason, sentence, original) from stdin'),
    )
    const handle = await open(this.#spoolPath)
    await pipeline(handle.createReadStream(), copy)
  }

  /** Closes all files; `keep` gives them their names, otherwise nothing is left of them. */
  async close(keep: boolean): Promise<void> {
    await this.#end(this.#spool)
    await this.#end(this.#reasons)
    for (const { stream, part, path } of this.#open.values()) {
      await this.#end(stream)
      if (keep) await rename(part, path)
      else await rm(part, { force: true })
    }
    await rm(this.#spoolPath, { force: true })
  }
}
