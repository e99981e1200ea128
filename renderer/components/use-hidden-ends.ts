import { computed, type Ref, ref, watch } from 'vue'

/** Which ends of a row that scrolls sideways are out of sight. */
export interface HiddenEnds {
  before: Readonly<Ref<boolean>>
  after: Readonly<Ref<boolean>>
  /** Whether not everything has room. */
  overflows: Readonly<Ref<boolean>>
}

/** Less than this, px, is no hidden part: rounding of the display's scale. */
const slackPx = 2

/** Follows a row as it scrolls, as its room changes, and as what stands in it does. */
export function useHiddenEnds(row: Readonly<Ref<HTMLElement | null>>): HiddenEnds {
  const before = ref(false)
  const after = ref(false)

  function look(): void {
    const element = row.value
    if (!element) return
    const { scrollLeft, scrollWidth, clientWidth } = element
    before.value = scrollLeft > slackPx
    after.value = scrollLeft + clientWidth < scrollWidth - slackPx
  }

  watch(
    row,
    (element, _, onCleanup) => {
      if (!element) return
      const size = new ResizeObserver(look)
      const content = new MutationObserver(look)
      size.observe(element)
      content.observe(element, { childList: true, subtree: true, characterData: true })
      element.addEventListener('scroll', look, { passive: true })
      look()
      onCleanup(() => {
        size.disconnect()
        content.disconnect()
        element.removeEventListener('scroll', look)
      })
    },
    { immediate: true, flush: 'post' },
  )
  return { before, after, overflows: computed(() => before.value || after.value) }
}
