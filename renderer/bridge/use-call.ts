import { computed, onScopeDispose, type Ref, ref, shallowRef } from 'vue'
import type { AppError } from '#contract/errors.ts'
import { asAppError } from './call.ts'
import { asRefresh } from './cause.ts'

/** Before this, ms, nothing is shown: a skeleton that flashes is worse than a short wait. */
export const quietMs = 200
/** After this, ms, a wait says that it is long and may be given up. */
export const slowMs = 2000

/**
 * Where a call stands: `quiet` in its first 200 ms, then `skeleton`, after 2 s `slow`. While a
 * value is shown already, a renewed call stays `ready` until it is slow, so nothing jumps.
 */
export type CallPhase = 'idle' | 'quiet' | 'skeleton' | 'slow' | 'ready' | 'failed' | 'cancelled'

/** A call that a screen shows: its value, its error and how long it has been waiting. */
export interface LiveCall<Value, Arguments extends unknown[]> {
  value: Readonly<Ref<Value | null>>
  error: Readonly<Ref<AppError | null>>
  phase: Readonly<Ref<CallPhase>>
  /** Whether an answer is awaited. */
  busy: Readonly<Ref<boolean>>
  /** Asks. Only the answer to the newest question counts; resolves to it, or to null. */
  run: (...args: Arguments) => Promise<Value | null>
  /** Asks the last question again; no act of its own. */
  retry: () => Promise<Value | null>
  /** Stops waiting; the answer, should it come, is thrown away. */
  cancel: () => void
  /** Puts a value in place without asking. */
  set: (value: Value | null) => void
}

/** What of a call a screen shows: its value, how long it waits for it, and why there is none. */
export type ShownCall = Pick<
  LiveCall<unknown, never>,
  'value' | 'error' | 'phase' | 'retry' | 'cancel'
>

/**
 * Wraps a call of the bridge for a screen. Errors become a value; the screen shows `ErrorState`
 * and offers `retry`.
 */
export function useCall<Value, Arguments extends unknown[] = []>(
  ask: (...args: Arguments) => Promise<Value>,
): LiveCall<Value, Arguments> {
  const value = shallowRef<Value | null>(null)
  const error = shallowRef<AppError | null>(null)
  const wait = ref<'none' | 'quiet' | 'skeleton' | 'slow'>('none')
  const cancelled = ref(false)
  let newest = 0
  let lastArguments: Arguments | null = null
  let timers: ReturnType<typeof setTimeout>[] = []

  function stopWaiting(): void {
    timers.forEach(clearTimeout)
    timers = []
    wait.value = 'none'
  }

  async function run(...args: Arguments): Promise<Value | null> {
    const own = ++newest
    lastArguments = args
    stopWaiting()
    cancelled.value = false
    wait.value = 'quiet'
    timers = [
      setTimeout(() => (wait.value = 'skeleton'), quietMs),
      setTimeout(() => (wait.value = 'slow'), slowMs),
    ]
    try {
      const answer = await ask(...args)
      if (own !== newest) return null
      value.value = answer
      error.value = null
      return answer
    } catch (thrown) {
      if (own === newest) error.value = asAppError(thrown)
      return null
    } finally {
      if (own === newest) stopWaiting()
    }
  }

  const phase = computed<CallPhase>(() => {
    if (wait.value === 'slow') return 'slow'
    if (wait.value !== 'none' && value.value === null) return wait.value
    if (cancelled.value && value.value === null) return 'cancelled'
    if (error.value) return 'failed'
    return value.value === null ? 'idle' : 'ready'
  })

  function cancel(): void {
    newest++
    cancelled.value = true
    stopWaiting()
  }

  onScopeDispose(cancel)

  return {
    value,
    error,
    phase,
    busy: computed(() => wait.value !== 'none'),
    run,
    retry: () => {
      const last = lastArguments
      return last ? asRefresh(() => run(...last)) : Promise.resolve(null)
    },
    cancel,
    set: (given) => {
      value.value = given
      error.value = null
    },
  }
}
