import { computed, ref, watch } from 'vue'
import type { TeamMember, WorkRow } from '#contract/ipc/workbench-views.ts'
import { addDays } from '#domain/time/day.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useDraft } from '../../../bridge/use-draft.ts'
import { usePagedRows } from '../../../bridge/use-paged-rows.ts'
import type { Selection } from '../../../components/grid/selection.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import { type HandOverDraft, handOverFrom } from './hand-over-draft.ts'

/** Rows chosen to begin with: a day's work, the most pressing first. */
const firstChosen = 30
/** Tasks one act hands over at most, as the channel says. */
const mostTasks = 200
/** Rows fetched at a time; the first page holds those chosen to begin with. */
const pageRows = 40

/** Handing a person's rows to somebody else of the branch; kept as a draft until it is done. */
export function useHandOver(from: TeamMember, today: () => string) {
  const { t } = useText()
  const notices = useNotices()
  const tried = ref(false)
  /** Tasks of every customer seen, so that a choice keeps them when its rows scroll away. */
  const tasksOf = new Map<string, string[]>()
  const list = usePagedRows<WorkRow>(async (offset, limit) => {
    const page = await call('workbench.member', { staffId: from.staffId, offset, limit })
    for (const { customerId, tasks } of page.rows) {
      tasksOf.set(
        customerId,
        tasks.map(({ id }) => id),
      )
    }
    return page
  }, pageRows)
  const draft = useDraft<HandOverDraft>(
    `hand-over:${from.staffId}`,
    () => ({ toStaffId: null, until: addDays(today(), 3), reason: 'leave', chosen: null }),
    (stored) => handOverFrom(stored, today()),
  )
  void list.reset()
  // A kept choice may lie beyond the first page; what is not open any more falls out of it.
  watch([draft.restored, list.ready], ([restored, ready]) => {
    if (restored && ready) void list.loadAll()
  })

  const seen = computed(() => list.rows.value.flatMap((row) => (row ? [row.customerId] : [])))
  const chosen = computed<Selection>({
    get() {
      const kept = draft.form.value.chosen
      return new Set(
        kept ? seen.value.filter((id) => kept.includes(id)) : seen.value.slice(0, firstChosen),
      )
    },
    set: (next) => (draft.form.value.chosen = [...next]),
  })
  const taskIds = computed(() => [...chosen.value].flatMap((id) => tasksOf.get(id) ?? []))
  const wrong = computed(() => ({
    to: draft.form.value.toStaffId === null,
    until: draft.form.value.until === null,
    why: draft.form.value.reason === null,
    rows: taskIds.value.length === 0 || taskIds.value.length > mostTasks,
  }))

  const act = useAct((request: Parameters<typeof call<'workbench.reassign'>>[1]) =>
    call('workbench.reassign', request),
  )

  /** Hands over; resolves to whether that is kept. */
  async function submit(): Promise<boolean> {
    tried.value = true
    const { toStaffId, until, reason } = draft.form.value
    if (toStaffId === null || until === null || reason === null || wrong.value.rows) return false
    const count = chosen.value.size
    const done = await act.run({ taskIds: taskIds.value, toStaffId, until, reason })
    if (!done) return false
    notices.confirm(t('workbench.team.handedOver', { count }))
    await draft.discard()
    return true
  }

  return {
    draft,
    list,
    chosen,
    problems: computed(() => ({
      to: tried.value && wrong.value.to,
      until: tried.value && wrong.value.until,
      why: tried.value && wrong.value.why,
      rows: tried.value && wrong.value.rows,
    })),
    submit,
    busy: act.busy,
    error: act.error,
  }
}
