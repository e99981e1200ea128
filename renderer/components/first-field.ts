const fields = 'form :is(input:checked, input:not(:disabled), textarea, select)'
const submits = 'form button[type="submit"]:not(:disabled)'

/**
 * Puts the focus into the first field of the form within, so that keys work at once; onto what submits
 * where a form only asks.
 */
export function focusFirstField(within: ParentNode | null): void {
  const field = within?.querySelector<HTMLElement>(fields)
  const first = field ?? within?.querySelector<HTMLElement>(submits)
  first?.focus()
}
