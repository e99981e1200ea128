import { expect, test } from 'vitest'
import { gridTracks } from '#renderer/components/grid/column.ts'

test('what is left over goes to the columns that grow', () => {
  const columns = [{ width: 190, grow: true }, { width: 90 }]
  expect(gridTracks(columns, false)).toBe('minmax(190px, 1fr) 90px')
  expect(gridTracks(columns, true)).toBe('30px minmax(190px, 1fr) 90px')
})

test('where none grows, to all by their widths', () => {
  expect(gridTracks([{ width: 100 }, { width: 50 }], false)).toBe(
    'minmax(100px, 100fr) minmax(50px, 50fr)',
  )
})
