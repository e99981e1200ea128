import { type Cell, decimal, looksLikeFormula, type Sheet } from './cell.ts'

const byteOrderMark = '\uFEFF'

/** A text that no program runs and no comma breaks. */
function quoted(text: string): string {
  const safe = looksLikeFormula(text) ? `'${text}` : text
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function field(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return quoted(cell)
  return 'count' in cell ? String(cell.count) : decimal(cell.hundredths)
}

/** A table as CSV in UTF-8 with a byte order mark, so that spreadsheet programs read Chinese right. */
export function csvFile({ watermark, titles, rows }: Sheet): Buffer {
  const lines = [[watermark], titles, ...rows, [watermark]]
  const text = lines.map((line) => line.map(field).join(',')).join('\r\n')
  return Buffer.from(`${byteOrderMark}${text}\r\n`, 'utf8')
}
