import { describe, expect, test } from 'vitest'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { copyLine } from '#head-office/store/columns.ts'

describe('a line of COPY', () => {
  test('escapes what would end a field or a row, and writes days, flags and null as PostgreSQL reads them', () => {
    const line = copyLine(tableNamed('calendar_day'), ['2026-10-01', 0, 'a\tb\\c\nd\re'])
    expect(line).toBe('2026-10-01\t0\ta\\tb\\\\c\\nd\\re\n')
    expect(copyLine(tableNamed('calendar_day'), ['2026-10-01', 1, null])).toBe(
      '2026-10-01\t1\t\\N\n',
    )
  })

  test('tells the text \\N from null', () => {
    expect(copyLine(tableNamed('calendar_day'), ['2026-10-01', 1, '\\N'])).toContain('\t\\\\N\n')
  })

  test('writes instants to the millisecond', () => {
    const contact = tableNamed('contact')
    const at = contact.columns.findIndex(({ name }) => name === 'at')
    const row = contact.columns.map((_, index) => (index === at ? 1_795_000_000_123 : null))
    expect(copyLine(contact, row).split('\t')[at]).toBe('2026-11-18T11:06:40.123Z')
  })
})
