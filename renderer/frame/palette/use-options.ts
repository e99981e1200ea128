import { computed, type ComputedRef } from 'vue'
import type { SearchHit } from '#contract/ipc/customers.ts'
import type { TextKey } from '../../locales/use-text.ts'
import { findFunctions, type PaletteFunction } from './functions.ts'

/** What can be done with the first customer found, one step nearer: 登记联系 拨打 待办, then pages. */
const firstActs = ['log', 'dial', 'tasks', 'contacts', 'transactions', 'profile'] as const

/** What can be done with the first customer found: where it is somebody else's, 申请查看. */
type FirstAct = (typeof firstActs)[number] | 'ask'

/** Where an act leads: the tab of the record, and what it does there. */
export const actTargets: Readonly<Record<FirstAct, { tab: string; query?: { act: string } }>> = {
  log: { tab: 'overview', query: { act: 'log' } },
  dial: { tab: 'overview', query: { act: 'dial' } },
  tasks: { tab: 'overview' },
  contacts: { tab: 'contacts' },
  transactions: { tab: 'transactions' },
  profile: { tab: 'profile' },
  ask: { tab: 'overview', query: { act: 'ask' } },
}

/** Something to choose: a customer, one opened last, an act on the first one found, a function. */
export type PaletteOption = { key: string } & (
  | { kind: 'customer'; hit: SearchHit }
  | { kind: 'recent'; hit: SearchHit }
  | { kind: 'page'; hit: SearchHit; act: FirstAct }
  | { kind: 'function'; entry: PaletteFunction }
)

/** Title above the options of a kind. */
export const groupTitles: Readonly<Record<PaletteOption['kind'], TextKey>> = {
  customer: 'frame.search.customers',
  recent: 'frame.search.recent',
  page: 'frame.search.firstHit',
  function: 'frame.search.functions',
}

/**
 * Customers first, then what may be done with the first one, then functions. While nothing is typed the
 * customers opened last stand in their place.
 */
export function usePaletteOptions(
  hits: () => readonly SearchHit[],
  recent: () => readonly SearchHit[],
  functions: () => readonly PaletteFunction[],
  text: () => string,
): ComputedRef<PaletteOption[]> {
  return computed(() => {
    const [first] = hits()
    return [
      ...hits().map((hit): PaletteOption => ({ kind: 'customer', key: hit.id, hit })),
      ...(first?.mine
        ? firstActs
            .filter((act) => act !== 'dial' || first.mobile !== '')
            .map((act): PaletteOption => ({ kind: 'page', key: act, hit: first, act }))
        : []),
      ...(first && !first.mine && first.viewing === null
        ? [{ kind: 'page' as const, key: 'ask', hit: first, act: 'ask' as const }]
        : []),
      ...(text().trim() === ''
        ? recent().map((hit): PaletteOption => ({ kind: 'recent', key: hit.id, hit }))
        : []),
      ...findFunctions(functions(), text()).map((entry): PaletteOption => ({
        kind: 'function',
        key: entry.key,
        entry,
      })),
    ]
  })
}
