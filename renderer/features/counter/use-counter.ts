import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { CounterCandidate, CounterVisit } from '#contract/ipc/counter.ts'
import type { CounterActionView } from '#contract/ipc/counter.ts'
import { counterLimits } from '#domain/counter/limits.ts'
import { parseLookup } from '#domain/counter/lookup.ts'
import type { ReferralReason } from '#domain/counter/reasons.ts'
import { asAppError, call } from '../../bridge/call.ts'
import { useAct } from '../../bridge/use-act.ts'
import { useEvent } from '../../bridge/use-event.ts'
import { useText } from '../../locales/use-text.ts'
import { useNotices } from '../../stores/notices.ts'
import { useNow } from '../../stores/now.ts'
import { useStatus } from '../../stores/status.ts'
import { useIdle } from './use-idle.ts'

/** A field of the profile that may be corrected at the counter. */
export type CounterField = Parameters<typeof call<'counter.correct'>>[1]['field']

/** What a search left when it opened nobody. */
export type SearchRest =
  | { found: 'none' | 'tooMany' | 'badLink' }
  | { found: 'candidates'; candidates: CounterCandidate[] }
  | { found: 'tooLittle'; missing: 'number' | 'tail' | 'name' }

/**
 * The customer at this counter and everything that is done with him or her: the visit is the
 * service's, every window shows the same, and whatever is on screen goes when it ends.
 */
export function useCounter() {
  const { t } = useText()
  const notices = useNotices()
  const now = useNow()
  const status = useStatus()
  const visit = shallowRef<CounterVisit | null>(null)
  const rest = shallowRef<SearchRest | null>(null)
  /** Index of the action whose field is being filled in. */
  const editing = ref<number | null>(null)

  function clear(): void {
    visit.value = null
    rest.value = null
    editing.value = null
  }

  async function refresh(): Promise<void> {
    const current = await call('counter.current')
    if (current?.visitId !== visit.value?.visitId) editing.value = null
    visit.value = current
    if (current) rest.value = null
  }

  const find = useAct(async (text: string) => {
    const lookup = parseLookup(text)
    if (lookup.kind === 'tooLittle') {
      rest.value = { found: 'tooLittle', missing: lookup.missing }
      return false
    }
    const answer = await call('counter.find', { text })
    const before = visit.value
    clear()
    if (answer.found === 'visit') visit.value = answer.visit
    else {
      rest.value = answer
      // Somebody else is here now: who was on the screen is not any more.
      if (before) await call('counter.end', { visitId: before.visitId })
    }
    return true
  })
  let searched: Promise<unknown> = Promise.resolve()
  /** A number that is read while another one is looked up waits for it: none is lost. */
  function search(text: string): Promise<unknown> {
    searched = searched.then(() => find.run(text))
    return searched
  }
  const pick = useAct(async (key: string) => {
    const answer = await call('counter.pick', { key })
    clear()
    visit.value = answer.visit
  })

  /** An act on the open visit; `counter.notPresent` means that its time was over. */
  const act = useAct(async (run: (visitId: string) => Promise<CounterVisit | null>) => {
    const open = visit.value
    if (!open) return
    const after = await run(open.visitId)
    if (after === null) clear()
    else visit.value = after
    editing.value = null
  })

  let before: Promise<unknown> = Promise.resolve()
  /** A key pressed while another act is under way waits for it: none is lost. */
  function inTurn(run: (visitId: string) => Promise<CounterVisit | null>): Promise<unknown> {
    before = before.then(() => act.run(run))
    return before
  }

  const refer = (reason: ReferralReason) =>
    inTurn(async (visitId) => {
      // Pressed twice is meant once.
      if (visit.value?.acts.includes('referred')) return visit.value
      const given = await call('counter.refer', { visitId, reason })
      const name = given.toName
      notices.confirm(
        given.joined ? t('counter.said.joined', { name }) : t('counter.said.referred', { name }),
      )
      return given.visit
    })
  const confirmPhone = () =>
    inTurn(async (visitId) => {
      const given = await call('counter.confirmPhone', { visitId })
      notices.confirm(t('counter.said.phone'))
      return given.visit
    })
  const correct = (field: CounterField, to: string) =>
    inTurn(async (visitId) => {
      const given = await call('counter.correct', { visitId, field, to })
      notices.confirm(t('counter.said.corrected'))
      return given.visit
    })
  const inconvenient = () =>
    inTurn(async (visitId) => {
      await call('counter.inconvenient', { visitId })
      notices.confirm(t('counter.said.inconvenient'))
      return null
    })
  const wait = () =>
    inTurn(async (visitId) => {
      await call('counter.wait', { visitId })
      notices.confirm(t('counter.said.waiting'))
      return null
    })

  /** Ends the visit. The screen is clear at once, whatever becomes of the call. */
  function end(): void {
    const open = visit.value
    clear()
    find.error.value = null
    act.error.value = null
    if (open) call('counter.end', { visitId: open.visitId }).catch(asAppError)
  }

  /** A link came that names nobody: who was on the screen is not here any more either. */
  function refuseLink(): void {
    end()
    rest.value = { found: 'badLink' }
  }

  /** What F2, F3, F4 do: the act itself, or the field it needs. */
  function doAction(action: CounterActionView | undefined, index: number): void {
    if (!action || action.done || act.busy.value) return
    if (action.kind === 'refer') void refer(action.reason)
    else if (action.kind === 'mobile' && action.known) void confirmPhone()
    else editing.value = index
  }

  const clearAfterMs = () => status.current?.counter.clearAfterMs ?? counterLimits.clearAfterMs
  const idle = useIdle(() => visit.value !== null, clearAfterMs, end)
  const secondsUsed = computed(() =>
    visit.value ? Math.max(0, Math.floor((now.ms - visit.value.openedAtMs) / 1000)) : 0,
  )

  useEvent('counter.changed', () => {
    idle.touch()
    refresh().catch(clear)
  })
  refresh().catch(asAppError)
  onScopeDispose(end)

  return {
    visit,
    rest,
    editing,
    find,
    search,
    refuseLink,
    pick,
    act,
    refer,
    correct,
    inconvenient,
    wait,
    end,
    clear,
    doAction,
    edit: (index: number | null) => (editing.value = index),
    secondsUsed,
    secondsLeft: idle.left,
  }
}
export type Counter = ReturnType<typeof useCounter>
