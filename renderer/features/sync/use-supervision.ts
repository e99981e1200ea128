import { onMounted, watch } from 'vue'
import type { Supervision } from '#contract/ipc/sync.ts'
import { call } from '../../bridge/call.ts'
import { asRefresh } from '../../bridge/cause.ts'
import { type LiveCall, useCall } from '../../bridge/use-call.ts'
import { useStatus } from '../../stores/status.ts'

/**
 * What waits for the supervisor of the branch: read when the page opens, when the line goes or comes
 * back, and when the own queue moved. Every reading is audited, so nothing else asks again.
 */
export function useSupervision(): LiveCall<Supervision, []> {
  const status = useStatus()
  const list = useCall(() => call('sync.supervision'))
  onMounted(() => void list.run())
  watch(
    () => [status.offline, status.current?.pending],
    () => void asRefresh(() => list.run()),
  )
  return list
}
