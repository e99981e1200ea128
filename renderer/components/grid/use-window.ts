import {
  computed,
  onBeforeUnmount,
  onMounted,
  type Ref,
  type ShallowRef,
  shallowRef,
  watch,
} from 'vue'
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
  /** Width of the view without its scroll bar, px; 0 before it was measured. */
  roomPx: () => number
  /** Brings a row into view, by the least way. */
  reveal: (index: number) => void
}

/**
 * Rows drawn beyond the edge that one scrolls towards: few at first, to be there soon, and then as many
 * as a wheel brings into view before a slow PC has drawn more.
 */
const aheadAtFirst = 2
const aheadAtRest = 10
/** Rows drawn beyond the edge that is left. */
const behind = 1
/** Room of a list before it was measured, px. */
const firstRoomPx = 720

/** First row and number of rows to draw of `count`, for a view of `roomPx` scrolled to `topPx`. */
export function windowOf(
  topPx: number,
  roomPx: number,
  rowPx: number,
  count: number,
  upwards = false,
  ahead = aheadAtRest,
): { first: number; pool: number } {
  const pool = Math.min(count, Math.ceil(roomPx / rowPx) + 1 + ahead + behind)
  const first = Math.floor(topPx / rowPx) - (upwards ? ahead : behind)
  return { first: Math.max(0, Math.min(first, count - pool)), pool }
}

/**
 * Rows of one height in a scrolling element; `head` px at its top are covered by the header. `needed`
 * hears which rows came into view: at once where one of them is not `fetched`, else when they rest.
 */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  rowHeight: () => number,
  head: () => number,
  fetched: (index: number) => boolean,
  needed: (first: number, last: number) => void,
): RowWindow {
  const room = shallowRef({ width: 0, height: firstRoomPx })
  const first = shallowRef(0)
  const pool = shallowRef(0)
  const flying = shallowRef(false)
  const ahead = shallowRef(aheadAtFirst)
  let top = 0
  let upwards = false

  /** What each drawn row shows: a scroll tells only those that show another row than before. */
  const shown: ShallowRef<number>[] = []
  function place(): void {
    const drawn = windowOf(top, room.value.height, rowHeight(), count(), upwards, ahead.value)
    for (let slot = 0; slot < drawn.pool; slot++) {
      const turn = (slot - drawn.first) % drawn.pool
      const index = drawn.first + (turn < 0 ? turn + drawn.pool : turn)
      const place = shown[slot]
      if (place) place.value = index
      else shown.push(shallowRef(index))
    }
    first.value = drawn.first
    pool.value = drawn.pool
  }
  watch([count, rowHeight, room, ahead], place, { flush: 'sync', immediate: true })

  /** One timer for a whole scroll: setting one anew for each event costs as much as a row. */
  let restsAt = 0
  let waiting: ReturnType<typeof setTimeout> | null = null
  function rest(): void {
    const left = restsAt - performance.now()
    waiting = left > 0 ? setTimeout(rest, left) : null
    if (waiting !== null) return
    flying.value = false
    if (pool.value > 0) needed(first.value, last.value)
  }
  function moved(): void {
    restsAt = performance.now() + restMs
    waiting ??= setTimeout(rest, restMs)
  }

  const isFlight = makeFlight()
  const follow = (event: Event): void => {
    const to = (event.target as HTMLElement).scrollTop
    const by = to - top
    if (by === 0) return
    flying.value = isFlight(by, rowHeight(), event.timeStamp)
    upwards = by < 0
    top = to
    place()
    moved()
  }
  let growing = 0
  const sizes = new ResizeObserver(([entry]) => {
    if (entry) room.value = { width: entry.contentRect.width, height: entry.contentRect.height }
  })
  onMounted(() => {
    if (!scroller.value) return
    scroller.value.addEventListener('scroll', follow, { passive: true })
    room.value = {
      width: scroller.value.clientWidth,
      height: scroller.value.clientHeight || firstRoomPx,
    }
    sizes.observe(scroller.value)
    growing = requestIdleCallback(() => (ahead.value = aheadAtRest))
  })
  onBeforeUnmount(() => {
    sizes.disconnect()
    cancelIdleCallback(growing)
    if (waiting !== null) clearTimeout(waiting)
  })

  const last = computed(() => first.value + pool.value - 1)
  watch([first, last, count], ([from, to], [before]) => {
    if (to < from) return
    // Rows that a drag of the scroll bar only passes are not asked for.
    if (Math.abs(from - before) >= pool.value) return moved()
    for (let index = from; index <= to; index++) if (!fetched(index)) return needed(from, to)
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
    indexOf: (slot) => shown[slot]?.value ?? 0,
    flying,
    roomPx: () => room.value.width,
    reveal,
  }
}
