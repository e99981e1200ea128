import { computed, onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue'
import { makeFlight, restMs } from './flight.ts'

/** The rows on screen of a long list. */
export interface RowWindow {
  first: Readonly<Ref<number>>
  last: Readonly<Ref<number>>
  /** How many rows are drawn; a row that leaves the view is used again for one that comes. */
  pool: Readonly<Ref<number>>
  /** Index of the list's row that the drawn row `slot` (0 to `pool` - 1) shows. */
  indexOf: (slot: number) => number
  /** Whether rows fly by too fast to be looked at. */
  flying: Readonly<Ref<boolean>>
  /** Brings a row into view, by the least way. */
  reveal: (index: number) => void
}

/** Rows drawn beyond the edge that one scrolls towards, and beyond the one that is left. */
const ahead = 5
const behind = 1
/** Room of a list before it was measured, px. */
const firstRoomPx = 720
/** After a leap, ms without another before the rows leapt to are asked for. */
const settledMs = 80

/** First row and number of rows to draw of `count`, for a view of `roomPx` scrolled to `topPx`. */
export function windowOf(
  topPx: number,
  roomPx: number,
  rowPx: number,
  count: number,
  upwards = false,
): { first: number; pool: number } {
  const pool = Math.min(count, Math.ceil(roomPx / rowPx) + 1 + ahead + behind)
  const first = Math.floor(topPx / rowPx) - (upwards ? ahead : behind)
  return { first: Math.max(0, Math.min(first, count - pool)), pool }
}

/** Rows of one height in a scrolling element; `head` px at its top are covered by the header. */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  rowHeight: () => number,
  head: () => number,
  needed: (first: number, last: number) => void,
): RowWindow {
  const top = ref(0)
  const room = ref(firstRoomPx)
  const upwards = ref(false)
  const drawn = computed(() => windowOf(top.value, room.value, rowHeight(), count(), upwards.value))
  const first = computed(() => drawn.value.first)
  const pool = computed(() => drawn.value.pool)
  const last = computed(() => first.value + pool.value - 1)

  const flying = ref(false)
  const isFlight = makeFlight()
  let landed: ReturnType<typeof setTimeout> | null = null
  const follow = (event: Event): void => {
    const to = (event.target as HTMLElement).scrollTop
    const by = to - top.value
    if (by === 0) return
    flying.value = isFlight(by, rowHeight(), event.timeStamp)
    if (landed !== null) clearTimeout(landed)
    landed = flying.value ? setTimeout(() => (flying.value = false), restMs) : null
    upwards.value = by < 0
    top.value = to
  }
  const sizes = new ResizeObserver(([entry]) => {
    if (entry) room.value = entry.contentRect.height
  })
  onMounted(() => {
    if (!scroller.value) return
    scroller.value.addEventListener('scroll', follow, { passive: true })
    room.value = scroller.value.clientHeight || firstRoomPx
    sizes.observe(scroller.value)
  })
  onBeforeUnmount(() => sizes.disconnect())

  let leapt: ReturnType<typeof setTimeout> | null = null
  watch([first, last, count], ([from, to], [before]) => {
    if (leapt !== null) clearTimeout(leapt)
    leapt = null
    if (to < from) return
    // Rows that a drag of the scroll bar only passes are not asked for.
    if (Math.abs(from - before) < pool.value) needed(from, to)
    else leapt = setTimeout(() => needed(first.value, last.value), settledMs)
  })
  onBeforeUnmount(() => {
    if (leapt !== null) clearTimeout(leapt)
    if (landed !== null) clearTimeout(landed)
  })

  function reveal(index: number): void {
    const element = scroller.value
    if (!element) return
    const rowTop = index * rowHeight()
    const seen = element.clientHeight - head()
    if (rowTop < element.scrollTop) element.scrollTop = rowTop
    else if (rowTop + rowHeight() > element.scrollTop + seen) {
      element.scrollTop = rowTop + rowHeight() - seen
    }
  }

  return {
    first,
    last,
    pool,
    indexOf: (slot) => {
      const { first: from, pool: size } = drawn.value
      return from + ((((slot - from) % size) + size) % size)
    },
    flying,
    reveal,
  }
}
