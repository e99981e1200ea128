import { computed, type ComputedRef, onScopeDispose, ref, watch } from 'vue'
import { useNow } from '../../stores/now.ts'

const inputs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** Windows of one terminal tell each other that somebody is at work. */
const channelName = 'counter-input'

/**
 * Calls `expired` once nobody has touched any window for `limitMs` while `active`. Gives the seconds
 * that are left.
 */
export function useIdle(
  active: () => boolean,
  limitMs: () => number,
  expired: () => void,
): { left: ComputedRef<number>; touch: () => void } {
  const now = useNow()
  const lastMs = ref(Date.now())
  const others = new BroadcastChannel(channelName)
  let toldMs = 0

  function touch(): void {
    lastMs.value = Date.now()
    // Others need not know of every single movement.
    if (lastMs.value - toldMs < 1000) return
    toldMs = lastMs.value
    others.postMessage(null)
  }

  others.onmessage = () => {
    lastMs.value = Date.now()
  }
  for (const input of inputs) window.addEventListener(input, touch, { passive: true })
  onScopeDispose(() => {
    others.close()
    for (const input of inputs) window.removeEventListener(input, touch)
  })

  const left = computed(() => Math.max(0, Math.ceil((lastMs.value + limitMs() - now.ms) / 1000)))
  watch(active, (is) => is && touch())
  watch([left, active], ([seconds, is]) => {
    if (is && seconds === 0) expired()
  })
  return { left, touch }
}
