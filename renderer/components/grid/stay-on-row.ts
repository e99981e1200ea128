import { type Ref, watch } from 'vue'

/**
 * Keeps the cursor of a list on the row it is on when its rows are read anew: Enter opens what somebody chose, not
 * what moved there. On a list that comes up it is on the row that was opened last, or on the first.
 */
export function stayOnRow(
  cursor: Ref<number>,
  rows: () => readonly { id: string }[],
  lastId: () => string,
): void {
  watch(
    rows,
    (now, before) => {
      const id = before?.[cursor.value]?.id ?? lastId()
      const at = now.findIndex((row) => row.id === id)
      cursor.value = Math.max(0, at)
    },
    { immediate: true },
  )
}
