import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { SessionView } from '#contract/ipc/session.ts'
import { mayReceive } from '#domain/counter/visit.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import { asAppError, call, listen, onSessionDoubted } from '../bridge/call.ts'
import { flushDrafts, forgetUnwritten } from '../bridge/use-draft.ts'

/** Who is logged in. The service decides; this is what it last said. */
export const useSession = defineStore('session', () => {
  const current = shallowRef<SessionView | null>(null)
  /** Whether the service has been asked yet. */
  const known = ref(false)
  /** Staff number of the last session that ended, so that the same person returns to the same page. */
  const lastStaffNo = ref<string | null>(null)

  /** Whether the last session ended although nobody logged out: revoked, or the service restarted. */
  const endedUnasked = ref(false)
  /** Whether a lock is under way: this page shows nothing any more and is about to be replaced. */
  const locking = ref(false)
  let leaving = false

  function accept(session: SessionView | null): void {
    if (session === null && current.value) {
      lastStaffNo.value = current.value.staffNo
      endedUnasked.value = !leaving
    }
    if (session !== null) endedUnasked.value = false
    if (session !== null && session.staffNo !== lastStaffNo.value && !current.value) {
      forgetUnwritten()
    }
    current.value = session
    known.value = true
  }

  /** Asks who is logged in; a session that was there before this page is one that returns. */
  async function refresh(): Promise<void> {
    const session = await call('session.current')
    const first = !known.value
    const ended = first && session === null ? await call('window.endedFor') : null
    if (first) lastStaffNo.value = session?.staffNo ?? ended
    if (ended !== null) endedUnasked.value = true
    accept(session)
  }

  async function login(staffNo: string, password: string, offline: boolean): Promise<void> {
    accept(await call('session.login', { staffNo, password, offline }))
  }

  async function unlock(password: string): Promise<void> {
    accept(await call('session.unlock', { password }))
  }

  /** Locks. The shell replaces this page by a fresh one, which shows the lock screen. */
  async function lock(): Promise<void> {
    await call('session.lock')
  }

  async function saveForLock(): Promise<void> {
    locking.value = true
    await flushDrafts()
    await call('window.saved')
  }

  async function logout(): Promise<void> {
    await flushDrafts()
    leaving = true
    try {
      await call('session.logout')
      accept(null)
    } finally {
      leaving = false
    }
  }

  /** Whether this person works with a book of customers on screen. */
  const hasBook = computed(() => {
    const access = customerAccess(current.value?.roles ?? [])
    return access === 'own_book' || access === 'branch'
  })

  /** Whether this person receives customers at the counter or in the lobby. */
  const atCounter = computed(() => mayReceive(current.value?.roles ?? []))

  return {
    current,
    known,
    lastStaffNo,
    endedUnasked,
    locking,
    hasBook,
    atCounter,
    refresh,
    login,
    unlock,
    lock,
    logout,
    start: () => {
      onSessionDoubted(() => void refresh().catch(() => undefined))
      const ends = [
        listen('session.changed', accept),
        listen('session.locking', () => void saveForLock().catch(asAppError)),
      ]
      return () => ends.forEach((end) => end())
    },
  }
})
