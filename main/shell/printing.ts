import type { WebContents } from 'electron'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Shown time is UTC+8. */
const shownOffsetMs = 8 * 3_600_000

/** What saving a page needs of the shell. */
export interface PrintingParts {
  /** Folder of the person's documents. */
  documents: () => string
  /** Shows a file with the system's own program, from which it is printed. */
  openPath: (path: string) => Promise<string>
  nowMs: () => number
}

/** Name of a file by the shown time: `ocrm-20261126-083015.pdf`; never by what is on the page. */
export function pdfName(nowMs: number): string {
  const text = new Date(nowMs + shownOffsetMs).toISOString()
  return `ocrm-${text.slice(0, 10).replaceAll('-', '')}-${text.slice(11, 19).replaceAll(':', '')}.pdf`
}

/**
 * Makes the answer to `window.savePdf`: the page as its print style lays it out, A4, into the
 * person's documents, and opened.
 */
export function createPdfSaver(
  parts: PrintingParts,
): (sender: Pick<WebContents, 'printToPDF'>) => Promise<{ path: string }> {
  return async (sender) => {
    const pdf = await sender.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
    })
    const folder = join(parts.documents(), 'Zhike OCRM')
    await mkdir(folder, { recursive: true })
    const path = join(folder, pdfName(parts.nowMs()))
    await writeFile(path, pdf, { mode: 0o600 })
    await parts.openPath(path)
    return { path }
  }
}
