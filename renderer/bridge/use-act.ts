import { type Ref, ref, shallowRef } from 'vue'
import type { AppError } from '#contract/errors.ts'
import { asAppError } from './call.ts'

/** What came of an act; null where it failed or is under way already. */
export type Outcome<Value> = { value: Value } | null

/** A thing a person does: at most one at a time, its error stays until the next attempt. */
export interface Act<Value, Arguments extends unknown[]> {
  busy: Readonly<Ref<boolean>>
  error: Ref<AppError | null>
  /** Does it. */
  run: (...args: Arguments) => Promise<Outcome<Value>>
}

/** Wraps an act for a form or a button, so that a second click does nothing twice. */
export function useAct<Value, Arguments extends unknown[] = []>(
  act: (...args: Arguments) => Promise<Value>,
): Act<Value, Arguments> {
  const busy = ref(false)
  const error = shallowRef<AppError | null>(null)

  async function run(...args: Arguments): Promise<Outcome<Value>> {
    if (busy.value) return null
    busy.value = true
    error.value = null
    try {
      return { value: await act(...args) }
    } catch (thrown) {
      error.value = asAppError(thrown)
      return null
    } finally {
      busy.value = false
    }
  }

  return { busy, error, run }
}
