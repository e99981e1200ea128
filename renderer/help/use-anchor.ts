import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import type { Box } from './place-card.ts'

/** How often a part is looked for and measured, ms: pages load, lists fill, people scroll. */
const lookEveryMs = 120

/** A part on screen, followed wherever it goes. */
export interface Anchor {
  element: Readonly<Ref<HTMLElement | null>>
  box: Readonly<Ref<Box | null>>
}

const same = (a: Box | null, b: Box | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.left === b.left &&
    a.top === b.top &&
    a.width === b.width &&
    a.height === b.height)

/**
 * Follows what carries `data-tour="<name>"`: the first one that is shown. `missing` is called once for
 * each name that has not come within its patience.
 */
export function useAnchor(name: () => string, missing: () => void, patienceMs = 4_000): Anchor {
  const element = shallowRef<HTMLElement | null>(null)
  const box = shallowRef<Box | null>(null)
  let since = performance.now()
  let told = false

  function look(): void {
    const found = [...document.querySelectorAll<HTMLElement>(`[data-tour="${name()}"]`)].find(
      (each) => each.getClientRects().length > 0,
    )
    if (!found) {
      element.value = null
      box.value = null
      if (!told && performance.now() - since > patienceMs) {
        told = true
        missing()
      }
      return
    }
    if (element.value !== found) {
      found.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      element.value = found
    }
    const { left, top, width, height } = found.getBoundingClientRect()
    const now = { left, top, width, height }
    if (!same(box.value, now)) box.value = now
  }

  watch(
    name,
    () => {
      since = performance.now()
      told = false
      element.value = null
      box.value = null
      look()
    },
    { immediate: true, flush: 'post' },
  )
  const timer = setInterval(look, lookEveryMs)
  window.addEventListener('resize', look)
  window.addEventListener('scroll', look, { capture: true, passive: true })
  onScopeDispose(() => {
    clearInterval(timer)
    window.removeEventListener('resize', look)
    window.removeEventListener('scroll', look, { capture: true })
  })
  return { element, box }
}
