import { onMounted, watch } from 'vue'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { useDataChanged } from '../../bridge/use-event.ts'
import { useStatus } from '../../stores/status.ts'

/** Tables whose rows change what a workbench shows. */
const shownTables: readonly TableName[] = [
  'task',
  'contact',
  'customer',
  'customer_summary',
  'customer_manager',
  'bank_transaction',
]

/** Asks when the page opens, when its rows change, and when the first download is through. */
export function useDesk(...calls: { run: () => Promise<unknown> }[]): void {
  const status = useStatus()
  const ask = () => calls.forEach((call) => void call.run())
  onMounted(ask)
  useDataChanged(shownTables, ask)
  watch(
    () => status.dataReady,
    (ready) => {
      if (ready) ask()
    },
  )
}
