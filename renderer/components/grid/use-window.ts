import { type Virtualizer, useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type Ref, ref, watch } from 'vue'

/** The rows on screen of a long list. */
export interface RowWindow {
  first: Readonly<Ref<number>>
  last: Readonly<Ref<number>>
  /** In the order of the rows that draw them, so that no row moves within the document. */
  indexes: Readonly<Ref<number[]>>
  /** How many rows are drawn at most: a row that leaves is used again for the one that comes. */
  pool: Readonly<Ref<number>>
  /** Brings a row into view, by the least way. */
  reveal: (index: number) => void
}

/** Rows drawn beyond each edge of the view. */
const overscan = 5

/** Rows of one height in a scrolling element; `head` px at its top are covered by the header. */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  rowHeight: () => number,
  head: () => number,
  needed: (first: number, last: number) => void,
): RowWindow {
  const virtual: Ref<Virtualizer<HTMLElement, HTMLElement>> = useVirtualizer(
    computed(() => ({
      count: count(),
      getScrollElement: () => scroller.value,
      estimateSize: rowHeight,
      overscan,
      initialRect: { width: 0, height: 720 },
    })),
  )
  const items = computed(() => virtual.value.getVirtualItems())
  const first = computed(() => items.value[0]?.index ?? 0)
  const last = computed(() => items.value.at(-1)?.index ?? -1)

  const pool = ref(1)
  watch(
    () => items.value.length,
    (length) => (pool.value = Math.max(pool.value, length)),
    { immediate: true, flush: 'sync' },
  )

  watch(rowHeight, () => virtual.value.measure())
  watch([first, last, count], () => {
    if (last.value >= first.value) needed(first.value, last.value)
  })

  function reveal(index: number): void {
    const element = scroller.value
    if (!element) return
    const top = index * rowHeight()
    const room = element.clientHeight - head()
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + rowHeight() > element.scrollTop + room) {
      element.scrollTop = top + rowHeight() - room
    }
  }

  return {
    first,
    last,
    pool,
    indexes: computed(() =>
      items.value.map((item) => item.index).sort((a, b) => (a % pool.value) - (b % pool.value)),
    ),
    reveal,
  }
}
