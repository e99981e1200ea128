const fields = 'form :is(input:checked, input:not(:disabled), textarea, select)'

/** Puts the focus into the first field of the form within, so that keys work at once. */
export function focusFirstField(within: ParentNode | null): void {
  within?.querySelector<HTMLElement>(fields)?.focus()
}
