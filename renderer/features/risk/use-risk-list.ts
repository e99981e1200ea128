import { defineStore } from 'pinia'
import { computed, onMounted, ref, watch } from 'vue'
import type { RiskList } from '#contract/ipc/risk.ts'
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
  /** What is asked for, or, where that cannot be read, the list that is to stay. */
  const list = useCall(async (query: RiskCaseQuery, standing: RiskList | null) => {
    const answer = await call('risk.cases', query)
    return answer.list === null && standing ? standing : answer
  })
  /** What the list that stands was asked for. */
  let shown = state.query

  async function ask(standing: RiskList | null = null): Promise<'read' | 'stays' | 'none'> {
    const { query } = state
    const answer = await list.run({ ...query }, standing)
    if (answer === null) return 'none'
    if (answer === standing) return 'stays'
    shown = query
    if (answer.list) counts.say('risk', answer.list.counts.open)
    return 'read'
  }

  /** Shows other cases; without the line those that were not read yet cannot be, and the list stays. */
  async function choose(part: Partial<RiskCaseQuery>): Promise<void> {
    const { value } = list.value
    state.query = { ...state.query, ...part }
    if ((await ask(value?.list ? value : null)) !== 'stays') return
    state.query = shown
    notices.confirm(t('risk.needsLine'))
  }

  onMounted(() => ask())
  watch(
    () => [status.offline, status.current?.pending],
    () => void asRefresh(() => ask()),
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
