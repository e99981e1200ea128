import type { WebContents } from 'electron'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#contract/errors.ts'
import type { Reply } from '#contract/ipc.ts'

/** Shown time is UTC+8. */
const shownOffsetMs = 8 * 3_600_000

/** What putting a page on paper needs of the shell. */
export interface PrintingParts {
  /** Asks the service whether the usage record of this printing is there, and uses it up. */
  takePrint: (printId: string) => Promise<Reply<unknown>>
  /** Folder of the person's documents. */
  documents: () => string
  /** Shows a file with the system's own program. */
  openPath: (path: string) => Promise<string>
  nowMs: () => number
}

/** The ways from a page to paper; `printId` names the usage record of this one printing. */
export interface Printing {
  savePdf(
    sender: Pick<WebContents, 'printToPDF'>,
    request: { printId: string },
  ): Promise<{ path: string }>
  print(sender: Pick<WebContents, 'print'>, request: { printId: string }): Promise<null>
}

/** Name of a file by the shown time: `ocrm-20261126-083015.pdf`; never by what is on the page. */
export function pdfName(nowMs: number): string {
  const text = new Date(nowMs + shownOffsetMs).toISOString()
  return `ocrm-${text.slice(0, 10).replaceAll('-', '')}-${text.slice(11, 19).replaceAll(':', '')}.pdf`
}

/** What Electron's words for a printing that did not happen mean. */
export function printFailure(reason: string): AppError {
  if (/cancel/i.test(reason)) return new AppError('print.cancelled')
  const none = /no (valid )?printers|enumerate printers|invalid devicename/i.test(reason)
  return new AppError(none ? 'print.noPrinter' : 'print.failed')
}

/** Writes a file whole or not at all, for its owner alone. Throws `storage.full`, `print.notWritten`. */
async function write(folder: string, name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(path, content, { mode: 0o600 })
    return path
  } catch (error) {
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC'
    await rm(path, { force: true }).catch(() => {})
    throw new AppError(full ? 'storage.full' : 'print.notWritten')
  }
}

/**
 * Makes the answers to `window.savePdf` and `window.print`: the page as its print style lays it out,
 * A4, into the person's documents and opened, or to the system's print dialog. Nothing leaves the
 * screen before the service has its usage record.
 */
export function createPrinting(parts: PrintingParts): Printing {
  async function recorded(printId: string): Promise<void> {
    const reply = await parts.takePrint(printId)
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.data)
  }

  return {
    async savePdf(sender, { printId }) {
      await recorded(printId)
      const pdf = await sender.printToPDF({
        pageSize: 'A4',
        printBackground: true,
        preferCSSPageSize: true,
      })
      const folder = join(parts.documents(), 'Zhike OCRM')
      const path = await write(folder, pdfName(parts.nowMs()), pdf)
      await parts.openPath(path)
      return { path }
    },
    async print(sender, { printId }) {
      await recorded(printId)
      const options = { silent: false, printBackground: true, pageSize: 'A4' } as const
      const failure = await new Promise<string | null>((ended) => {
        sender.print(options, (printed, reason) => ended(printed ? null : reason))
      })
      if (failure !== null) throw printFailure(failure)
      return null
    },
  }
}
