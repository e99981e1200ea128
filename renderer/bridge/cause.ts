import type { Cause } from '#contract/ipc/channel.ts'

let current: Cause = 'person'

/** Why the call that is being made is made. */
export function currentCause(): Cause {
  return current
}

/**
 * Runs something that the page does by itself: calls that begin before its first `await` are marked
 * as a refresh and count as nobody's act. `useCall`, `usePagedRows` and `useDataChanged` say so; a
 * screen never has to.
 */
export function asRefresh<Value>(work: () => Value): Value {
  const before = current
  current = 'refresh'
  try {
    return work()
  } finally {
    current = before
  }
}
