import { computed, type ComputedRef, watch } from 'vue'
import type { Response } from '#contract/ipc.ts'
import type { Submission } from '#contract/ipc/sync.ts'
import { mostOwnAsked } from '#contract/sync/supervision.ts'
import { call } from '../../bridge/call.ts'
import { asRefresh } from '../../bridge/cause.ts'
import { useCall } from '../../bridge/use-call.ts'
import { useStatus } from '../../stores/status.ts'

/** How a supervisor settled one of the person's own submissions. */
export type Settlement = Response<'sync.settlements'>[number]

/** What supervisors said of the person's own refused submissions, by id, as far as head office was asked. */
export function useSettlements(
  submissions: () => readonly Submission[],
): ComputedRef<ReadonlyMap<string, Settlement>> {
  const status = useStatus()
  const heard = useCall((commandIds: string[]) => call('sync.settlements', { commandIds }))

  function ids(): string[] {
    return submissions()
      .map(({ commandId }) => commandId)
      .slice(0, mostOwnAsked)
  }

  watch(
    () => [ids().join(), status.offline, status.current?.lastSyncAtMs] as const,
    ([own]) => {
      if (own !== '' && !status.offline) void asRefresh(() => heard.run(ids()))
    },
    { immediate: true },
  )
  return computed(() => new Map((heard.value.value ?? []).map((each) => [each.commandId, each])))
}
