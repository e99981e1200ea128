import { computed, ref, shallowRef } from 'vue'
import type { TeamMember, WorkRow } from '#contract/ipc/workbench-views.ts'
import { addDays } from '#domain/time/day.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { usePagedRows } from '../../../bridge/use-paged-rows.ts'
import type { Selection } from '../../../components/grid/selection.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'

/** Why somebody else takes over, as the command knows it. */
export const handOverReasons = ['leave', 'training', 'workload'] as const
type Reason = (typeof handOverReasons)[number]

/** Tasks one act hands over at most, as the channel says. */
const mostTasks = 200
/** Rows chosen when the form opens: a day's work. */
const firstChosen = 30

/** Handing a person's rows to somebody else of the branch. */
export function useHandOver(today: () => string) {
  const { t } = useText()
  const notices = useNotices()
  const from = ref<TeamMember | null>(null)
  const toStaffId = ref<string | null>(null)
  const reason = ref<Reason | null>('leave')
  const until = ref<string | null>(null)
  const chosen = shallowRef<Selection>(new Set())
  /** Tasks of every customer seen, so that a choice keeps them when its rows scroll away. */
  const tasksOf = new Map<string, string[]>()
  const list = usePagedRows<WorkRow>(async (offset, limit) => {
    const page = await call('workbench.member', {
      staffId: from.value?.staffId ?? '',
      offset,
      limit,
    })
    for (const { customerId, tasks } of page.rows) {
      tasksOf.set(
        customerId,
        tasks.map(({ id }) => id),
      )
    }
    return page
  }, 40)

  const taskIds = computed(() => [...chosen.value].flatMap((id) => tasksOf.get(id) ?? []))
  const tooMany = computed(() => taskIds.value.length > mostTasks)
  const ready = computed(
    () =>
      toStaffId.value !== null &&
      until.value !== null &&
      taskIds.value.length > 0 &&
      !tooMany.value,
  )

  async function begin(member: TeamMember): Promise<void> {
    from.value = member
    toStaffId.value = null
    until.value = addDays(today(), 3)
    chosen.value = new Set()
    tasksOf.clear()
    list.forget()
    await list.reset()
    chosen.value = new Set(
      list.rows.value.slice(0, firstChosen).flatMap((row) => (row ? [row.customerId] : [])),
    )
  }

  const act = useAct(async () => {
    if (!toStaffId.value || !until.value || !reason.value) return
    await call('workbench.reassign', {
      taskIds: taskIds.value,
      toStaffId: toStaffId.value,
      until: until.value,
      reason: reason.value,
    })
    notices.confirm(t('workbench.team.handedOver', { count: chosen.value.size }))
    from.value = null
  })

  return { from, toStaffId, reason, until, chosen, list, tooMany, ready, begin, act }
}
