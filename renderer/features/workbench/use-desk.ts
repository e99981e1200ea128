import { onMounted, watch } from 'vue'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { asRefresh } from '../../bridge/cause.ts'
import { useDataChanged } from '../../bridge/use-event.ts'
import { useStatus } from '../../stores/status.ts'
import { type Aim, useAim } from './use-aim.ts'

/** Tables whose rows change what a workbench shows. */
const shownTables: readonly TableName[] = [
  'task',
  'contact',
  'customer',
  'customer_summary',
  'customer_manager',
  'bank_transaction',
]

/**
 * Asks when the page opens, when its rows change, and when the first download is through. A change
 * waits until nobody aims at a row (`aim`); after an act of one's own the page asks `again` itself.
 */
export function useDesk(...calls: { run: () => Promise<unknown> }[]): {
  aim: Aim
  again: () => void
} {
  const status = useStatus()
  const aim = useAim()
  const ask = () => calls.forEach((call) => void call.run())
  const again = () => asRefresh(ask)
  onMounted(ask)
  useDataChanged(shownTables, () => aim.whenStill(again))
  watch(
    () => status.dataReady,
    (ready) => {
      if (ready) ask()
    },
  )
  return { aim, again }
}
