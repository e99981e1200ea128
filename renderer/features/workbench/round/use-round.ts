import { computed, ref, type Ref } from 'vue'
import type { WorkRow } from '#contract/ipc/workbench-views.ts'
import { useDraft } from '../../../bridge/use-draft.ts'
import { leftOf, noRound, planRound, roundFrom } from './round-plan.ts'

/** The round of today over the rows of the list; kept in the person's own file. */
export function useRound(rows: () => readonly WorkRow[], today: () => string) {
  const draft = useDraft('workbench:round', noRound, roundFrom)
  const open = ref(false)
  const single = ref<WorkRow | null>(null) as Ref<WorkRow | null>
  const begun = computed(() => draft.form.value.day === today())
  const left = computed(() => (begun.value ? leftOf(draft.form.value, rows()) : []))

  /** Begins today's round, or goes on with it. */
  async function start(): Promise<void> {
    await draft.loaded
    if (!begun.value || left.value.length === 0) draft.form.value = planRound(rows(), today())
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
    size: computed(() =>
      left.value.length > 0 ? left.value.length : planRound(rows(), today()).customerIds.length,
    ),
    resumes: computed(() => left.value.length > 0 && draft.form.value.doneIds.length > 0),
    start,
    finished,
    skip,
    contact: (row: WorkRow) => {
      single.value = row
      open.value = true
    },
  }
}
