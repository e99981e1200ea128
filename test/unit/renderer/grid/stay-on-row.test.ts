import { expect, test } from 'vitest'
import { nextTick, ref } from 'vue'
import { stayOnRow } from '#renderer/components/grid/stay-on-row.ts'

const rowsOf = (...ids: string[]) => ids.map((id) => ({ id }))

test('a list that is read again leaves the cursor on the row somebody chose', async () => {
  const cursor = ref(0)
  const rows = ref(rowsOf('a', 'b', 'c'))
  stayOnRow(
    cursor,
    () => rows.value,
    () => '',
  )
  expect(cursor.value).toBe(0)
  cursor.value = 2
  rows.value = rowsOf('new', 'a', 'b', 'c')
  await nextTick()
  expect(cursor.value).toBe(3)
  rows.value = rowsOf('new', 'a')
  await nextTick()
  expect(cursor.value).toBe(0)
})

test('a list that comes up is on the row that was opened last, also where it has to be read first', async () => {
  const cursor = ref(0)
  const rows = ref(rowsOf())
  stayOnRow(
    cursor,
    () => rows.value,
    () => 'b',
  )
  rows.value = rowsOf('a', 'b')
  await nextTick()
  expect(cursor.value).toBe(1)
})
