import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { ErrorCode } from '#contract/errors.ts'
import type { Reply } from '#contract/ipc.ts'
import { createPrinting, pdfName, printFailure, type Printing } from '#main/shell/printing.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('printing')
const nowMs = Date.UTC(2026, 10, 26, 0, 30, 15)
const request = { printId: 'p1' }

let documents: string
let acts: unknown[]
let takePrint: () => Reply<unknown>
let printing: Printing

beforeEach(() => {
  documents = folder()
  acts = []
  takePrint = () => ({ ok: true, value: null })
  printing = createPrinting({
    takePrint(printId) {
      acts.push(`take ${printId}`)
      return Promise.resolve(takePrint())
    },
    documents: () => documents,
    openPath: (path) => Promise.resolve(acts.push(`open ${path}`)).then(() => ''),
    nowMs: () => nowMs,
  })
})

const page = {
  printToPDF: (options: unknown) => {
    acts.push(options)
    return Promise.resolve(Buffer.from('%PDF-1.4'))
  },
}

/** A page whose dialog ends so; without a reason it was printed. */
const dialog = (reason?: string) => ({
  print(_options?: unknown, done?: (success: boolean, reason: string) => void) {
    acts.push('dialog')
    done?.(reason === undefined, reason ?? '')
  },
})

test('a file is named by the shown time, not by what is on the page', () => {
  expect(pdfName(nowMs)).toBe('ocrm-20261126-083015.pdf')
})

test('the page goes as A4 into the person’s documents, readable for that person alone', async () => {
  const { path } = await printing.savePdf(page, request)
  expect(readFileSync(path, 'utf8')).toBe('%PDF-1.4')
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(readdirSync(documents)).toEqual(['Zhike OCRM'])
  expect(acts).toEqual([
    'take p1',
    { pageSize: 'A4', printBackground: true, preferCSSPageSize: true },
    `open ${path}`,
  ])
})

test('without its usage record nothing is laid out, written or printed', async () => {
  takePrint = () => ({ ok: false, error: { code: 'print.notRecorded' } })
  await expect(printing.savePdf(page, request)).rejects.toThrow('print.notRecorded')
  await expect(printing.print(dialog(), request)).rejects.toThrow('print.notRecorded')
  expect(acts).toEqual(['take p1', 'take p1'])
  expect(readdirSync(documents)).toEqual([])
})

test('the system’s dialog is asked after the record, and says what came of it', async () => {
  expect(await printing.print(dialog(), request)).toBeNull()
  expect(acts).toEqual(['take p1', 'dialog'])
  await expect(printing.print(dialog('Print job canceled'), request)).rejects.toThrow(
    'print.cancelled',
  )
})

test.each<[string, ErrorCode]>([
  ['Print job canceled', 'print.cancelled'],
  ['cancelled', 'print.cancelled'],
  ['No printers available on the network', 'print.noPrinter'],
  ['Failed to enumerate printers', 'print.noPrinter'],
  ['Print job failed', 'print.failed'],
  ['Invalid printer settings', 'print.failed'],
  ['', 'print.failed'],
])('“%s” of the system means %s', (reason, code) => {
  expect(printFailure(reason).code).toBe(code)
})

test('where nothing may be written it says so, and nothing half written stays', async () => {
  // A file where the folder should be refuses everybody, also who may write anywhere.
  writeFileSync(join(documents, 'Zhike OCRM'), '')
  await expect(printing.savePdf(page, request)).rejects.toThrow('print.notWritten')
  expect(acts).toHaveLength(2)
})
