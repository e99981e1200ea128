import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnWidths } from '#renderer/components/grid/column.ts'

test('what is left over goes to the column that grows', () => {
  const columns = [{ width: 190, grow: true }, { width: 90 }]
  expect(columnWidths(columns, false, 500)).toEqual([410, 90])
  expect(columnWidths(columns, true, 500)).toEqual([30, 380, 90])
})

test('columns that grow become equally wide, none less than its least', () => {
  const columns = [{ width: 100, grow: true }, { width: 300, grow: true }, { width: 50 }]
  expect(columnWidths(columns, false, 500)).toEqual([150, 300, 50])
  expect(columnWidths(columns, false, 850)).toEqual([400, 400, 50])
})

test('where none grows, to all by their widths', () => {
  expect(columnWidths([{ width: 100 }, { width: 50 }], false, 301)).toEqual([201, 100])
})

test('too little room leaves every column its least', () => {
  const columns = [{ width: 190, grow: true }, { width: 90 }]
  expect(columnWidths(columns, true, 0)).toEqual([30, 190, 90])
  expect(columnWidths([], true, 800)).toEqual([30])
})

const column = fc.record({ width: fc.integer({ min: 20, max: 400 }), grow: fc.boolean() })

test('the columns fill the room to the pixel, or are as narrow as they may be', () => {
  const room = fc.double({ min: 0, max: 3000, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(column, { minLength: 1, maxLength: 18 }),
      fc.boolean(),
      room,
      (columns, selectable, roomPx) => {
        const widths = columnWidths(columns, selectable, roomPx)
        const least = columns.reduce((sum, { width }) => sum + width, selectable ? 30 : 0)
        expect(widths.reduce((sum, px) => sum + px, 0)).toBe(Math.max(least, Math.floor(roomPx)))
        columns.forEach(({ width }, place) => {
          expect(widths[selectable ? place + 1 : place]).toBeGreaterThanOrEqual(width)
        })
      },
    ),
  )
})
