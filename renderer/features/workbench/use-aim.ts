import { onScopeDispose } from 'vue'

/** How long, ms, a pointer over the list rests before rows may change their places. */
export const restMs = 400

/** What holds the rows of a list while somebody aims at one. */
export interface Aim {
  /** The pointer moved, pressed or turned its wheel over the list. */
  moved: (event: Pick<Event, 'currentTarget'>) => void
  /** The pointer left the list. */
  left: () => void
  /** Does it at once, or as soon as nobody aims; what waited before is done once, in its newest form. */
  whenStill: (act: () => void) => void
}

/** Whether a menu of a row, or anything else that belongs to one place of the list, stands open. */
const hasOpenMenu = (list: Element | null): boolean =>
  (list?.querySelector('[aria-expanded="true"]') ?? null) !== null

/** A list whose rows stay under the pointer until it has rested, and while a menu of theirs is open. */
export function useAim(): Aim {
  let restsAt = 0
  let list: Element | null = null
  let waiting: (() => void) | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  function stop(): void {
    if (timer) clearTimeout(timer)
    timer = null
  }

  function goOn(): void {
    stop()
    if (!waiting) return
    const leftMs = hasOpenMenu(list) ? restMs : restsAt - performance.now()
    if (leftMs > 0) {
      timer = setTimeout(goOn, leftMs)
      return
    }
    const act = waiting
    waiting = null
    act()
  }

  onScopeDispose(stop)

  return {
    moved(event) {
      list = event.currentTarget as Element | null
      restsAt = performance.now() + restMs
    },
    left() {
      restsAt = 0
      goOn()
    },
    whenStill(act) {
      waiting = act
      goOn()
    },
  }
}
