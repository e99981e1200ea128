import { computed, type ComputedRef } from 'vue'
import type { SearchHit } from '#contract/ipc/customers.ts'
import type { TextKey } from '../../locales/use-text.ts'
import { findFunctions, type PaletteFunction } from './functions.ts'

/** Pages of a customer that are one step nearer from the search box. */
const customerTabs = ['contacts', 'transactions', 'profile'] as const

/** Something to choose: a customer, a page of the first one found, a function. */
export type PaletteOption = { key: string } & (
  | { kind: 'customer'; hit: SearchHit }
  | { kind: 'page'; hit: SearchHit; tab: (typeof customerTabs)[number] }
  | { kind: 'function'; entry: PaletteFunction }
)

/** Title above the options of a kind. */
export const groupTitles: Readonly<Record<PaletteOption['kind'], TextKey>> = {
  customer: 'frame.search.customers',
  page: 'frame.search.firstHit',
  function: 'frame.search.functions',
}

/** Customers first, then what may be opened of the first one if it is one's own, then functions. */
export function usePaletteOptions(
  hits: () => readonly SearchHit[],
  functions: () => readonly PaletteFunction[],
  text: () => string,
): ComputedRef<PaletteOption[]> {
  return computed(() => {
    const [first] = hits()
    return [
      ...hits().map((hit): PaletteOption => ({ kind: 'customer', key: hit.id, hit })),
      ...(first?.mine
        ? customerTabs.map((tab): PaletteOption => ({ kind: 'page', key: tab, hit: first, tab }))
        : []),
      ...findFunctions(functions(), text()).map((entry): PaletteOption => ({
        kind: 'function',
        key: entry.key,
        entry,
      })),
    ]
  })
}
