import { type Ref, watch } from 'vue'
import type { PagedRows } from './use-paged-rows.ts'

/**
 * Keeps a cursor on its row when the same list is read again and the row has another place. A row
 * that is gone leaves the cursor where it was; another question begins where its owner says.
 */
export function keepCursor<Row>(
  { rows, answered }: Pick<PagedRows<Row>, 'rows' | 'answered'>,
  cursor: Ref<number>,
  keyOf: (row: Row) => string,
): void {
  const keyHere = (): string | null => {
    const row = rows.value[cursor.value]
    return row === undefined ? null : keyOf(row)
  }
  let kept = keyHere()
  let question = answered.value

  watch(cursor, () => (kept = keyHere()), { flush: 'sync' })
  watch(
    rows,
    () => {
      const here = keyHere()
      const same = question === answered.value
      question = answered.value
      if (!same || kept === null) kept = here
      else if (here !== kept) {
        const place = rows.value.findIndex((row) => row !== undefined && keyOf(row) === kept)
        if (place >= 0) cursor.value = place
        else kept = here ?? kept
      }
    },
    { flush: 'sync' },
  )
}
