import type { Received, Response } from '#contract/ipc.ts'
import { unitName } from '#db/organisation/units.ts'
import { shownOffsetMs } from '#domain/time/day.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { CallContext } from '../../dispatch/call-context.ts'
import type { Sheet } from '../../files/cell.ts'
import { csvFile } from '../../files/csv.ts'
import { writeWhole } from '../../files/write.ts'
import { xlsxFile } from '../../files/xlsx.ts'
import { exportWords } from './words.ts'

/** What every export is asked with. */
type Asked = Pick<Received<'customers.export'>, 'reason' | 'format' | 'language'>

/** `2026-11-22 10:21` of a moment, shown time. */
function momentText(ms: number): string {
  return new Date(ms + shownOffsetMs).toISOString().slice(0, 16).replace('T', ' ')
}

/**
 * Writes a table to a file under its watermark: who took it, where, when and why. The usage record names
 * reason, size and hash of the file and is durable before the file is there; neither it nor the file's name
 * says anything of a customer.
 */
export async function keepFile(
  context: CallContext,
  { reason, format, language }: Asked,
  file: {
    title: string
    sheet: Omit<Sheet, 'watermark'>
    names?: 'masked' | 'full'
    /** What the table is about, in the watermark alone. */
    about?: string
  },
): Promise<Response<'customers.export'>> {
  const words = exportWords[language]
  const { title, names = 'masked', about } = file
  const { staffNo, name, branchId } = context.actor
  const branch = context.cache((db) => unitName(db, branchId)) ?? ''
  const now = momentText(context.clock.now())
  const exportNo = context.newId().slice(-12).toUpperCase()
  const watermark = [
    'OCRM',
    `${staffNo} ${name}`,
    branch,
    now,
    words.reasons[reason],
    about,
    `${words.exportNo} ${exportNo}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
  const sheet = { ...file.sheet, watermark }
  const content = format === 'csv' ? csvFile(sheet) : xlsxFile(sheet, { title, exportNo })
  const rows = sheet.rows.length
  await context.testify({ reason, rows, names, format, exportNo, sha256: sha256Hex(content) })
  const day = now.slice(0, 10).replaceAll('-', '')
  const path = writeWhole(context.exportFolder, `${title}-${day}-${exportNo}.${format}`, content)
  return { path, rows, exportNo }
}
