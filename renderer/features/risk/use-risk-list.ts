import { defineStore } from 'pinia'
import { computed, onMounted, ref, watch } from 'vue'
import type { RiskCaseQuery } from '#contract/sync/risk.ts'
import { call } from '../../bridge/call.ts'
import { asRefresh } from '../../bridge/cause.ts'
import { useCall } from '../../bridge/use-call.ts'
import { useText } from '../../locales/use-text.ts'
import { useAreaCounts } from '../../stores/area-counts.ts'
import { useNotices } from '../../stores/notices.ts'
import { useStatus } from '../../stores/status.ts'

/** What the list was last asked for, so that coming back from a case finds the same one. */
const useQuery = defineStore('risk-query', () => {
  const query = ref<RiskCaseQuery>({ group: 'open', kind: null, order: 'score' })
  /** The case that was opened last. */
  const lastId = ref('')
  return { query, lastId }
})

/**
 * The list of the risk desk: read when the page opens, when something else is asked for, when the line
 * goes or comes back, and when the own queue moved. Every reading is audited, so nothing else asks.
 */
export function useRiskList() {
  const status = useStatus()
  const counts = useAreaCounts()
  const notices = useNotices()
  const { t } = useText()
  const state = useQuery()
  const list = useCall((query: RiskCaseQuery) => call('risk.cases', query))

  async function ask(): Promise<void> {
    const answer = await list.run({ ...state.query })
    if (answer?.list) counts.say('risk', answer.list.counts.open)
  }

  /** Shows other cases; without the line those that were not read yet cannot be, and the list stays. */
  async function choose(part: Partial<RiskCaseQuery>): Promise<void> {
    const before = state.query
    const had = list.value.value?.list !== null
    state.query = { ...before, ...part }
    await ask()
    if (!had || list.value.value?.list !== null) return
    notices.confirm(t('risk.needsLine'))
    state.query = before
    await asRefresh(ask)
  }

  onMounted(ask)
  watch(
    () => [status.offline, status.current?.pending],
    () => void asRefresh(ask),
  )

  return {
    query: computed(() => state.query),
    lastId: computed({
      get: () => state.lastId,
      set: (id) => {
        state.lastId = id
      },
    }),
    list,
    view: computed(() => list.value.value?.list ?? null),
    ask,
    choose,
  }
}
