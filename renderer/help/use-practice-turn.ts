import { getActivePinia } from 'pinia'
import { nextTick, watch } from 'vue'
import { useRouter } from 'vue-router'
import { takenInPlace } from '#domain/help/tours.ts'
import { asAppError } from '../bridge/call.ts'
import { callsAnswered, turnTo } from '../bridge/world.ts'
import { homeName } from '../router.ts'
import { useAreaCounts } from '../stores/area-counts.ts'
import { dropBranchStores } from '../stores/branch-stores.ts'
import { useNotices } from '../stores/notices.ts'
import { usePractice } from '../stores/practice.ts'
import { useRecordTrail } from '../stores/record-trail.ts'
import { useSession } from '../stores/session.ts'
import { useStatus } from '../stores/status.ts'
import { useTour } from '../stores/tour.ts'

/**
 * Turns the window to the invented branch and back, whenever the service says so. The frame is down
 * meanwhile: what its pages typed is saved and what they asked is answered before anything is asked of
 * the other side, and nothing they held comes along.
 */
export function usePracticeTurn(): void {
  const router = useRouter()
  const pinia = getActivePinia()
  const practice = usePractice()
  const session = useSession()
  const status = useStatus()
  const notices = useNotices()
  const counts = useAreaCounts()
  const trail = useRecordTrail()
  const tour = useTour()
  /** Where the person was before practice. */
  let back: string | null = null
  let turn: Promise<void> = Promise.resolve()

  async function go(to: number | null, from: number | null): Promise<void> {
    const { ahead } = practice
    practice.ahead = null
    if (session.current === null || session.current.locked) return
    if (to !== null && from === null) back = router.currentRoute.value.fullPath
    // A fresh page after a lock: the place it returns to is that of practice.
    if (to !== null && router.currentRoute.value.name === 'start') return
    const home = { name: homeName(router, session.hasBook, session.current.roles) }
    await router.replace(ahead ?? (to === null ? (back ?? home) : home))
    if (to === null) back = null
  }

  async function follow(): Promise<void> {
    const { wanted, shown } = practice
    if (wanted === shown) return
    await nextTick()
    await callsAnswered()
    turnTo(wanted === null ? 'branch' : 'practice')
    notices.clear()
    counts.clear()
    trail.leave()
    if (pinia) dropBranchStores(pinia)
    const { current } = tour
    if (wanted === null && current !== null && !takenInPlace(current, session.current?.roles ?? []))
      tour.stop()
    await status.refresh().catch(asAppError)
    await go(wanted, shown)
    practice.shown = wanted
  }

  watch(
    () => practice.wanted,
    () => {
      turn = turn.then(follow).catch((thrown: unknown) => void asAppError(thrown))
    },
    { immediate: true, flush: 'sync' },
  )
}
