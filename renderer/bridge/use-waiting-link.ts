import { computed, type ComputedRef, shallowRef } from 'vue'
import type { WaitingLink } from '#contract/ipc/shell.ts'
import { useNow } from '../stores/now.ts'
import { asAppError, call } from './call.ts'
import { useEvent } from './use-event.ts'

/** What sort of link of the core system waits for somebody to log in or unlock; null where none does. */
export function useWaitingLink(): ComputedRef<WaitingLink['kind'] | null> {
  const now = useNow()
  const waiting = shallowRef<WaitingLink | null>(null)

  async function ask(): Promise<void> {
    waiting.value = await call('window.waitingLink')
  }

  ask().catch(asAppError)
  useEvent('link.arrived', () => void ask().catch(asAppError))
  return computed(() =>
    waiting.value && waiting.value.untilMs > now.ms ? waiting.value.kind : null,
  )
}
