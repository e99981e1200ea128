import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { StatusView } from '#contract/ipc/app.ts'
import { call, listen } from '../bridge/call.ts'

/** State of the terminal: connection, queue, freshness, own use. */
export const useStatus = defineStore('status', () => {
  const current = shallowRef<StatusView | null>(null)

  async function refresh(): Promise<void> {
    current.value = await call('app.status')
  }

  const offline = computed(() => current.value?.connection === 'offline')
  /** ISO code of the currency of report; amounts say it in English. */
  const currency = computed(() => current.value?.currency ?? 'CNY')
  /** Whether customer data of this branch is on the PC and may be shown. */
  const dataReady = computed(() => current.value?.dataReady ?? false)

  return {
    current,
    offline,
    currency,
    dataReady,
    refresh,
    start: () => listen('status.changed', (status) => (current.value = status)),
  }
})
