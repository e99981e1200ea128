import { onMounted, watch } from 'vue'
import type { Submission } from '#contract/ipc/sync.ts'
import { call } from '../../bridge/call.ts'
import { type LiveCall, useCall } from '../../bridge/use-call.ts'
import { useStatus } from '../../stores/status.ts'

/** Groups of the person's own commands. */
export type Group = 'open' | 'rejected' | 'done'

/** The person's own commands of each group, read again whenever the queue moved. */
export function useSubmissions(): Record<Group, LiveCall<Submission[], []>> {
  const status = useStatus()
  const groups = {
    open: useCall(() => call('sync.submissions', { group: 'open' })),
    rejected: useCall(() => call('sync.submissions', { group: 'rejected' })),
    done: useCall(() => call('sync.submissions', { group: 'done' })),
  }

  function read(): void {
    for (const group of Object.values(groups)) void group.run()
  }

  onMounted(read)
  watch(
    () => [status.current?.pending, status.current?.rejected, status.current?.lastSyncAtMs],
    read,
  )

  return groups
}
