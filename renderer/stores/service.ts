import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ServiceState } from '#contract/ipc/app.ts'
import { call, listen } from '../bridge/call.ts'

/** Whether the branch service runs, as the shell sees it. */
export const useService = defineStore('service', () => {
  const current = shallowRef<ServiceState>({ state: 'starting', restarts: 0, error: null })

  async function refresh(): Promise<void> {
    current.value = await call('service.state')
  }

  return {
    current,
    refresh,
    restart: () => call('service.restart'),
    start: (changed: (state: ServiceState) => void) =>
      listen('service.state', (state) => {
        current.value = state
        changed(state)
      }),
  }
})
