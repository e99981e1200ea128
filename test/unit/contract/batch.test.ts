import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  batchRows,
  columnLength,
  columnWords,
  packBatch,
  rowBatchSchema,
} from '#contract/sync/rows/batch.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'

const table = tableNamed('calendar_day')
const row = (...values: WireValue[]) => ({ values, ver: 7, rev: 1 })

describe('a batch of rows', () => {
  test('one value for all rows is sent once, few values as words, others as they are', () => {
    const days = Array.from({ length: 40 }, (_, index) =>
      row(`2026-01-${String(index + 1).padStart(2, '0')}`, index % 2, '春节'),
    )
    const batch = packBatch(table, days)
    expect(batch.columns[0]).toEqual(days.map(({ values }) => values[0]))
    expect(batch.columns[1]).toEqual({ words: [0, 1], at: days.map((_, index) => index % 2) })
    expect(batch.columns[2]).toEqual({ all: '春节' })
    expect([batch.ver, batch.rev]).toEqual([{ all: 7 }, { all: 1 }])
  })

  test('whatever it holds, it comes out as it went in, also through JSON', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.maxSafeInteger(),
      fc.constantFrom(null, '', '0', 0, "it's", '\u0000', '中'),
    )
    const rows = fc.array(fc.tuple(value, value, value), { maxLength: 60 })
    fc.assert(
      fc.property(rows, (values) => {
        const packed = packBatch(
          table,
          values.map((of) => row(...of)),
        )
        const read = rowBatchSchema.parse(JSON.parse(JSON.stringify(packed)))
        // JSON has no -0; a row never means it.
        expect(batchRows(read)).toEqual(values.map((of) => of.map((one) => (one === 0 ? 0 : one))))
        for (const [index, column] of read.columns.entries()) {
          if (values.length > 0) expect(columnLength(column, read.count)).toBe(values.length)
          expect(new Set(columnWords(column))).toEqual(
            new Set(values.map((of) => (of[index] === 0 ? 0 : (of[index] ?? null)))),
          )
        }
      }),
    )
  })
})
