import { type Virtualizer, useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type Ref, watch } from 'vue'

/** The rows on screen of a long list, with the height of what lies above and below. */
export interface RowWindow {
  first: Readonly<Ref<number>>
  last: Readonly<Ref<number>>
  indexes: Readonly<Ref<number[]>>
  above: Readonly<Ref<number>>
  below: Readonly<Ref<number>>
  /** Brings a row into view, by the least way. */
  reveal: (index: number) => void
}

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
      overscan: 8,
      initialRect: { width: 0, height: 720 },
    })),
  )
  const items = computed(() => virtual.value.getVirtualItems())
  const first = computed(() => items.value[0]?.index ?? 0)
  const last = computed(() => items.value.at(-1)?.index ?? -1)

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
    indexes: computed(() => items.value.map((item) => item.index)),
    above: computed(() => first.value * rowHeight()),
    below: computed(() => Math.max(0, count() - 1 - last.value) * rowHeight()),
    reveal,
  }
}
