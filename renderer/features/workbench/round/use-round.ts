import { computed, ref, type Ref, watch } from 'vue'
import type { WorkRow } from '#contract/ipc/workbench-views.ts'
import { call } from '../../../bridge/call.ts'
import { asRefresh } from '../../../bridge/cause.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useDraft } from '../../../bridge/use-draft.ts'
import { leftOf, noRound, planRound, roundFrom, waitingOf } from './round-plan.ts'

/**
 * The round of today, kept in the person's own file; the service says who of it is still on the
 * list, or whom a new one would call. `today` is empty until it is known.
 */
export function useRound(today: () => string) {
  const draft = useDraft('workbench:round', noRound, roundFrom)
  const asked = useCall((customerIds: string[]) => call('workbench.round', { customerIds }))
  const rows = computed(() => asked.value.value?.rows ?? [])
  const open = ref(false)
  const single = ref<WorkRow | null>(null) as Ref<WorkRow | null>
  const begun = computed(() => draft.form.value.day === today())
  const left = computed(() => (begun.value ? leftOf(draft.form.value, rows.value) : []))

  /** Reads again who is left, or who would be called. */
  async function run(): Promise<void> {
    await draft.loaded
    if (today() === '') return
    const waiting = begun.value ? waitingOf(draft.form.value) : []
    await asRefresh(() => asked.run(waiting))
  }
  watch(today, () => void run())

  /** Begins today's round, or goes on with it. */
  async function start(): Promise<void> {
    await draft.loaded
    if (!begun.value || left.value.length === 0) {
      const planned = await asked.run([])
      draft.form.value = planRound(planned?.rows ?? rows.value, today())
    }
    single.value = null
    open.value = true
  }

  function finished(row: WorkRow): void {
    if (single.value) {
      open.value = false
      return
    }
    const { doneIds } = draft.form.value
    draft.form.value = { ...draft.form.value, doneIds: [...doneIds, row.customerId] }
  }

  /** Puts a customer at the end of the round. */
  function skip(row: WorkRow): void {
    const others = draft.form.value.customerIds.filter((id) => id !== row.customerId)
    draft.form.value = { ...draft.form.value, customerIds: [...others, row.customerId] }
  }

  return {
    open,
    single,
    left,
    total: computed(() => draft.form.value.customerIds.length),
    /** How many a round would call now: the rest of today's, or a new one's. */
    size: computed(() => (left.value.length > 0 ? left.value.length : rows.value.length)),
    resumes: computed(() => left.value.length > 0 && draft.form.value.doneIds.length > 0),
    run,
    start,
    finished,
    skip,
    contact: (row: WorkRow) => {
      single.value = row
      open.value = true
    },
  }
}
