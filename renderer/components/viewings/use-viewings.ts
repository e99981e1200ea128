import { onMounted, watch } from 'vue'
import type { Viewings } from '#contract/ipc/customers.ts'
import { call } from '../../bridge/call.ts'
import { asRefresh } from '../../bridge/cause.ts'
import { type LiveCall, useCall } from '../../bridge/use-call.ts'
import { useDataChanged } from '../../bridge/use-event.ts'
import { useNow } from '../../stores/now.ts'

/** Requests to see customers: read when shown, when one changed, and at the turn of the hour, when they end. */
export function useViewings(): LiveCall<Viewings, []> {
  const now = useNow()
  const list = useCall(() => call('customers.viewings'))
  const again = () => void asRefresh(() => list.run())
  onMounted(() => void list.run())
  useDataChanged(['customer_viewing'], again)
  watch(() => Math.floor(now.ms / 3_600_000), again)
  return list
}
