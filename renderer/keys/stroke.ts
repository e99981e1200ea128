/** What of a keyboard event names a stroke. */
export type StrokeEvent = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'isComposing'
>

/**
 * Name of a stroke, such as `Ctrl+K`, `Alt+ArrowLeft`, `?`, `F5`; null while an input method
 * composes. Shift is named only with other modifiers or with keys that print nothing.
 */
export function strokeOf(event: StrokeEvent): string | null {
  if (event.isComposing || event.key === 'Process' || event.key === 'Unidentified') return null
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

/** Whether a stroke is a plain character, which fields want for themselves. */
export function isPlain(stroke: string): boolean {
  return [...stroke].length === 1 || stroke === 'Enter' || stroke === 'Escape'
}
