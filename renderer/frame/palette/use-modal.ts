import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { belongsToInputMethod } from '../../keys/stroke.ts'

const focusable = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex="0"]'

/**
 * Keeps the focus inside `box` while it is open, closes it with Esc, and gives the focus back to
 * where it was.
 */
export function useModal(box: Readonly<Ref<HTMLElement | null>>, close: () => void): void {
  let before: Element | null = null

  function onKey(event: KeyboardEvent): void {
    if (belongsToInputMethod(event)) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (event.key === 'Tab') keepInside(event)
  }

  function keepInside(event: KeyboardEvent): void {
    const stops = [...(box.value?.querySelectorAll<HTMLElement>(focusable) ?? [])]
    const first = stops[0]
    const last = stops.at(-1)
    if (!first || !last) return
    const active = document.activeElement
    if (!box.value?.contains(active)) first.focus()
    else if (event.shiftKey && active === first) last.focus()
    else if (!event.shiftKey && active === last) first.focus()
    else return
    event.preventDefault()
  }

  onMounted(() => {
    before = document.activeElement
    window.addEventListener('keydown', onKey, { capture: true })
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', onKey, { capture: true })
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  })
}
