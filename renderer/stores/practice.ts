import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { practiceRoles } from '#contract/ipc/practice.ts'
import { call } from '../bridge/call.ts'
import { flushDrafts } from '../bridge/use-draft.ts'
import { useSession } from './session.ts'
import { useStatus } from './status.ts'

/** The narrow window of the counter receives real customers, whatever the terminal's window does. */
const docked = (): boolean => window.location.hash.startsWith('#/docked')

/**
 * Practice (练习) as this window stands to it. The service says which invented branch there is; the frame
 * is taken down and put up again on it, so that no page ever shows both.
 */
export const usePractice = defineStore('practice', () => {
  const session = useSession()
  const status = useStatus()
  /** Number of the invented branch the frame shows; null: the branch's own data. */
  const shown = ref<number | null>(null)
  const wanted = computed(() => (docked() ? null : (session.current?.practising ?? null)))
  /** Where to begin on the other side; null: where one was, or at home. */
  const ahead = shallowRef<RouteLocationRaw | null>(null)
  const busy = ref(false)

  const active = computed(() => shown.value !== null)
  const turning = computed(() => shown.value !== wanted.value)
  /** Whether this person has customers to practise on. */
  const may = computed(() =>
    practiceRoles.some((role) => session.current?.roles.includes(role) ?? false),
  )
  /** Whether practice can begin now: it needs the business date of the branch's data. */
  const ready = computed(() => may.value && (active.value || status.dataReady))

  async function ask(
    name: 'practice.enter' | 'practice.restart' | 'practice.leave',
    to: RouteLocationRaw | null,
  ): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      await flushDrafts()
      ahead.value = to
      await call(name)
    } catch (thrown) {
      ahead.value = null
      throw thrown
    } finally {
      busy.value = false
    }
  }

  return {
    shown,
    wanted,
    ahead,
    busy,
    active,
    turning,
    may,
    ready,
    enter: (to: RouteLocationRaw | null = null) => ask('practice.enter', to),
    restart: () => ask('practice.restart', null),
    leave: () => ask('practice.leave', null),
  }
})
