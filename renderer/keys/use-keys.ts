import { onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'
import { isInField } from './in-field.ts'
import { isPlain, strokeOf } from './stroke.ts'

/** Stroke (`Ctrl+K`, `?`) → what it does. Returning false lets the key go on. */
export type Strokes = Readonly<Record<string, (event: KeyboardEvent) => boolean | void>>

/**
 * Listens to strokes on the whole window while the component is on screen. Plain characters are
 * ignored in fields, everything is ignored while an input method composes.
 */
export function useKeys(strokes: Strokes, active: () => boolean = () => true): void {
  let listening = false

  function onKey(event: KeyboardEvent): void {
    const stroke = strokeOf(event)
    if (stroke === null || event.defaultPrevented || !active()) return
    const act = Object.hasOwn(strokes, stroke) ? strokes[stroke] : undefined
    if (!act || (isPlain(stroke) && isInField(event.target))) return
    if (act(event) !== false) event.preventDefault()
  }

  function begin(): void {
    if (listening) return
    listening = true
    window.addEventListener('keydown', onKey)
  }

  function end(): void {
    listening = false
    window.removeEventListener('keydown', onKey)
  }

  onMounted(begin)
  onActivated(begin)
  onDeactivated(end)
  onScopeDispose(end)
}
