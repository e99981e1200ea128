import { unitName } from '#db/organisation/units.ts'
import { shownOffsetMs } from '#domain/time/day.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Sheet } from './cell.ts'
import { csvFile } from './csv.ts'
import { writeWhole } from './write.ts'
import { xlsxFile } from './xlsx.ts'

/** What every export is asked with. */
interface Asked {
  format: 'xlsx' | 'csv'
  language: 'zh' | 'en'
}

/** A table on its way to a file. */
export interface KeptFile {
  title: string
  sheet: Omit<Sheet, 'watermark'>
  /** Why it is taken: its code for the record, and its words. */
  reason: { code: string; words: string }
  names?: 'masked' | 'full'
  /** What the table is about, in the watermark alone. */
  about?: string
  /** A text that is written beside the table, under the same number, with its ending. */
  beside?: { text: string; ending: string }
}

/** Where a table stands, and what stands beside it. */
export interface Kept {
  path: string
  rows: number
  exportNo: string
  beside: string | null
}

const exportNoWord = { zh: '导出编号', en: 'export no.' }
/** What a file says that holds the invented customers of practice. */
const practiceWords = {
  zh: { name: '练习', mark: '练习，客户均为虚构' },
  en: { name: 'Practice', mark: 'PRACTICE, all customers are invented' },
}

/** `2026-11-22 10:21` of a moment, shown time. */
function momentText(ms: number): string {
  return new Date(ms + shownOffsetMs).toISOString().slice(0, 16).replace('T', ' ')
}

/**
 * Writes a table to a file under its watermark: who took it, where, when and why. The usage record names
 * reason and size, and the hash of the file and of what stands beside it, and is durable before they are there;
 * neither it nor the files' names say anything of a customer. In practice name and watermark say so, and there
 * is no record: nothing was taken.
 */
export async function keepFile(
  context: CallContext,
  { format, language }: Asked,
  file: KeptFile,
): Promise<Kept> {
  const { names = 'masked', about, reason, beside } = file
  const practice = context.practising ? practiceWords[language] : null
  const title = practice ? `${practice.name}-${file.title}` : file.title
  const { staffNo, name, branchId } = context.actor
  const branch = context.cache((db) => unitName(db, branchId)) ?? ''
  const now = momentText(context.clock.now())
  const exportNo = context.newId().slice(-12).toUpperCase()
  const watermark = [
    'OCRM',
    practice?.mark,
    `${staffNo} ${name}`,
    branch,
    now,
    reason.words,
    about,
    `${exportNoWord[language]} ${exportNo}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
  const sheet = { ...file.sheet, watermark }
  const content = format === 'csv' ? csvFile(sheet) : xlsxFile(sheet, { title, exportNo })
  const rows = sheet.rows.length
  const sha256 = sha256Hex(content)
  const taken = beside ? { besideSha256: sha256Hex(Buffer.from(beside.text)) } : {}
  await context.testify({ reason: reason.code, rows, names, format, exportNo, sha256, ...taken })
  const day = now.slice(0, 10).replaceAll('-', '')
  const named = (ending: string) => `${title}-${day}-${exportNo}.${ending}`
  const folder = context.exportFolder
  const path = writeWhole(folder, named(format), content)
  return {
    path,
    rows,
    exportNo,
    beside: beside ? writeWhole(folder, named(beside.ending), Buffer.from(beside.text)) : null,
  }
}
