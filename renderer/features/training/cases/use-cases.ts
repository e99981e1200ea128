import { defineStore } from 'pinia'
import { computed, onMounted, ref, watch } from 'vue'
import type { UsageCaseGroup } from '#contract/sync/usage-cases.ts'
import { call } from '../../../bridge/call.ts'
import { asRefresh } from '../../../bridge/cause.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import { useStatus } from '../../../stores/status.ts'

/** What the list was last asked for, so that coming back from a case finds the same one. */
const useCaseQuery = defineStore('pc-cases-query', () => ({
  group: ref<UsageCaseGroup>('open'),
  lastId: ref(''),
}))

/** The list of cases: read when the page opens, when the line goes or comes, and when the own queue moved. */
export function useCases() {
  const status = useStatus()
  const state = useCaseQuery()
  const list = useCall((group: UsageCaseGroup) => call('assessment.cases', { group }))
  const ask = () => list.run(state.group)

  async function choose(group: UsageCaseGroup): Promise<void> {
    state.group = group
    await ask()
  }

  onMounted(ask)
  watch(
    () => [status.offline, status.current?.pending],
    () => void asRefresh(ask),
  )
  return {
    list,
    group: computed(() => state.group),
    lastId: computed({ get: () => state.lastId, set: (id) => (state.lastId = id) }),
    ask,
    choose,
  }
}

/** A case that is open, and the decision about it. */
export function useOneCase(caseId: () => string) {
  const { t } = useText()
  const status = useStatus()
  const notices = useNotices()
  const opened = useCall((id: string) => call('assessment.openCase', { caseId: id }))
  const ask = () => opened.run(caseId())

  const decision = useAct(async (confirmed: boolean, reason: string) => {
    await call('assessment.decideCase', { caseId: caseId(), confirmed, reason })
    const end = confirmed ? 'confirmed' : 'explained'
    const what = t('pcCases.given', { what: t(`pcCases.decision.${end}`) })
    notices.confirm(status.offline ? t('pcCases.later', { what }) : what)
    void asRefresh(ask)
  })

  onMounted(ask)
  watch(caseId, ask)
  watch(
    () => [status.offline, status.current?.pending, status.current?.rejected],
    () => void asRefresh(ask),
  )
  return {
    opened,
    view: computed(() => opened.value.value),
    file: computed(() => opened.value.value?.file ?? null),
    decision,
  }
}
