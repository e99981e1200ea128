import { computed, onScopeDispose, type Ref, ref, watch } from 'vue'
import { useAct, type Act } from '../bridge/use-act.ts'
import { useReveals } from '../stores/reveals.ts'

/** A masked field's value while it is shown. */
export interface MaskedValue<Reason> {
  /** The value, or null while it is masked. */
  value: Readonly<Ref<string | null>>
  reason: Readonly<Ref<Reason | null>>
  secondsLeft: Readonly<Ref<number>>
  busy: Readonly<Ref<boolean>>
  error: Act<void, [Reason]>['error']
  open: (reason: Reason) => Promise<void>
  close: () => void
}

/**
 * Shows a value for the seconds its answer names, counted by the monotonic clock. At most one field
 * of the window is open: opening another closes this one.
 */
export function useMaskedValue<Reason>(
  reveal: (reason: Reason) => Promise<{ value: string | null; seconds: number }>,
): MaskedValue<Reason> {
  const own = Symbol('field')
  const reveals = useReveals()
  const value = ref<string | null>(null)
  const reason = ref<Reason | null>(null) as Ref<Reason | null>
  const until = ref(0)
  const now = ref(0)
  let timer: ReturnType<typeof setInterval> | null = null
  let gone = false

  function close(): void {
    if (timer) clearInterval(timer)
    timer = null
    value.value = null
    reveals.release(own)
  }

  const act = useAct(async (given: Reason) => {
    const answer = await reveal(given)
    if (gone) return
    reveals.take(own)
    value.value = answer.value ?? ''
    reason.value = given
    now.value = performance.now()
    until.value = now.value + answer.seconds * 1000
    if (timer) clearInterval(timer)
    timer = setInterval(() => {
      now.value = performance.now()
      if (now.value >= until.value) close()
    }, 250)
  })

  watch(
    () => reveals.open,
    (open) => {
      if (open !== own && value.value !== null) close()
    },
  )
  onScopeDispose(() => {
    gone = true
    close()
  })

  return {
    value,
    reason,
    secondsLeft: computed(() => Math.max(0, Math.ceil((until.value - now.value) / 1000))),
    busy: act.busy,
    error: act.error,
    open: async (given) => {
      await act.run(given)
    },
    close,
  }
}
