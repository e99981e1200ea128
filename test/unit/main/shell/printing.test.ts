import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createPdfSaver, pdfName } from '#main/shell/printing.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('printing')
const nowMs = Date.UTC(2026, 10, 26, 0, 30, 15)

test('a file is named by the shown time, not by what is on the page', () => {
  expect(pdfName(nowMs)).toBe('ocrm-20261126-083015.pdf')
})

test('the page goes as A4 into the person’s documents, readable for that person alone', async () => {
  const documents = folder()
  const opened: string[] = []
  const asked: unknown[] = []
  const save = createPdfSaver({
    documents: () => documents,
    openPath: (path) => Promise.resolve(opened.push(path)).then(() => ''),
    nowMs: () => nowMs,
  })
  const { path } = await save({
    printToPDF: (options) => {
      asked.push(options)
      return Promise.resolve(Buffer.from('%PDF-1.4'))
    },
  })
  expect(readFileSync(path, 'utf8')).toBe('%PDF-1.4')
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(readdirSync(documents)).toEqual(['Zhike OCRM'])
  expect(opened).toEqual([path])
  expect(asked).toEqual([{ pageSize: 'A4', printBackground: true, preferCSSPageSize: true }])
})
