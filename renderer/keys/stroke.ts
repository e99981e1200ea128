/** What of a keyboard event names a stroke. */
export type StrokeEvent = Pick<
  KeyboardEvent,
  'key' | 'keyCode' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'isComposing'
>

/** Key code of a key press that an input method takes for itself. */
const composingCode = 229

/**
 * Whether a key press belongs to an input method. The press that begins a composition and, in some
 * methods, the Enter that ends it are not marked as composing, but carry the code 229.
 */
export function belongsToInputMethod(
  event: Pick<StrokeEvent, 'key' | 'keyCode' | 'isComposing'>,
): boolean {
  return (
    event.isComposing ||
    event.keyCode === composingCode ||
    event.key === 'Process' ||
    event.key === 'Unidentified'
  )
}

/**
 * Name of a stroke, such as `Ctrl+K`, `Alt+ArrowLeft`, `?`, `F5`; null while an input method
 * composes. Shift is named only with other modifiers or with keys that print nothing.
 */
export function strokeOf(event: StrokeEvent): string | null {
  if (belongsToInputMethod(event)) return null
  const printable = [...event.key].length === 1
  const key = printable ? event.key.toUpperCase() : event.key
  const modified = event.ctrlKey || event.altKey || event.metaKey
  return [
    event.ctrlKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.metaKey ? 'Meta' : '',
    event.shiftKey && (modified || !printable) ? 'Shift' : '',
    key,
  ]
    .filter((part) => part !== '')
    .join('+')
}

/** Whether a stroke is one printed character: a letter, a digit, a sign, but not a space. */
export function isCharacter(stroke: string): boolean {
  return [...stroke].length === 1 && stroke !== ' '
}

/** Whether a stroke is what fields want for themselves. */
export function isPlain(stroke: string): boolean {
  return [...stroke].length === 1 || stroke === 'Enter' || stroke === 'Escape'
}
