import { type Ref, watch } from 'vue'
import type { Counter } from './use-counter.ts'

/**
 * Gives the focus back to the field into which a reader types, whenever a customer came or went and
 * nothing else on the screen needs it: no value that is filled in, no list to choose from, no dialog.
 */
export function useFindFocus(
  { visit, editing, rest }: Counter,
  field: Readonly<Ref<{ focus(): void } | null>>,
): void {
  watch(
    () => [visit.value?.visitId, editing.value, rest.value],
    () => {
      if (editing.value !== null || rest.value?.found === 'candidates') return
      if (!document.activeElement?.closest('[role="dialog"]')) field.value?.focus()
    },
    { flush: 'post' },
  )
}
