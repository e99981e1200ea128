import { usePreferences } from '../stores/preferences.ts'
import { isInField } from './in-field.ts'
import { useLiveStrokes } from './live-strokes.ts'
import type { Stroke } from './shortcuts.ts'
import { isCharacter, isPlain, strokeOf } from './stroke.ts'
import { whileShown } from './while-shown.ts'

/** Stroke (`Ctrl+K`, `?`) → what it does. Returning false lets the key go on. */
export type Strokes = Readonly<Partial<Record<Stroke, (event: KeyboardEvent) => boolean | void>>>

/**
 * Listens to strokes on the whole window while the component is on screen. Plain characters are
 * ignored in fields and where the person has switched them off; everything is ignored while an
 * input method composes.
 */
export function useKeys(strokes: Strokes, active: () => boolean = () => true): void {
  const preferences = usePreferences()
  const acts = new Map<string, (event: KeyboardEvent) => boolean | void>(Object.entries(strokes))

  function onKey(event: KeyboardEvent): void {
    const stroke = strokeOf(event)
    if (stroke === null || event.defaultPrevented || !active()) return
    const act = acts.get(stroke)
    if (!act || (isPlain(stroke) && isInField(event.target))) return
    if (isCharacter(stroke) && !preferences.current.characterKeys) return
    if (act(event) !== false) event.preventDefault()
  }

  whileShown(
    () => window.addEventListener('keydown', onKey),
    () => window.removeEventListener('keydown', onKey),
  )
  useLiveStrokes(Object.keys(strokes) as Stroke[])
}
