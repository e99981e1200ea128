import { computed, ref } from 'vue'
import type { TeamMember } from '#contract/ipc/workbench-views.ts'
import { addDays } from '#domain/time/day.ts'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'

/** Why somebody else takes over, as the command knows it. */
export const handOverReasons = ['leave', 'training', 'workload'] as const
type Reason = (typeof handOverReasons)[number]

/** Handing a person's rows to somebody else of the branch. */
export function useHandOver(today: () => string) {
  const { t } = useText()
  const notices = useNotices()
  const from = ref<TeamMember | null>(null)
  const toStaffId = ref<string | null>(null)
  const reason = ref<Reason | null>('leave')
  const until = ref<string | null>(null)
  const chosen = ref(new Set<string>())
  const rows = useCall((staffId: string) => call('workbench.member', { staffId }))

  const taskIds = computed(() =>
    (rows.value.value?.rows ?? [])
      .filter(({ customerId }) => chosen.value.has(customerId))
      .flatMap(({ tasks }) => tasks.map(({ id }) => id))
      .slice(0, 200),
  )
  const ready = computed(
    () => toStaffId.value !== null && until.value !== null && taskIds.value.length > 0,
  )

  async function begin(member: TeamMember): Promise<void> {
    from.value = member
    toStaffId.value = null
    until.value = addDays(today(), 3)
    rows.set(null)
    const answer = await rows.run(member.staffId)
    chosen.value = new Set((answer?.rows ?? []).slice(0, 30).map(({ customerId }) => customerId))
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

  return { from, toStaffId, reason, until, chosen, rows, ready, begin, act }
}
