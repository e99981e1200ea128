import { defineStore } from 'pinia'
import { ref } from 'vue'

/** A short confirmation at the foot of the window. Errors never come here. */
export interface Notice {
  id: number
  text: string
  /** Something to take back or look at, such as 撤回. */
  action: { label: string; run: () => Promise<void> | void } | null
}

const shownForMs = 6000

/** Confirmations that are shown now, oldest first. */
export const useNotices = defineStore('notices', () => {
  const shown = ref<Notice[]>([])
  let last = 0

  function dismiss(id: number): void {
    shown.value = shown.value.filter((notice) => notice.id !== id)
  }

  /** Confirms an act for six seconds, with at most one thing to do about it. */
  function confirm(text: string, action: Notice['action'] = null): void {
    const id = ++last
    shown.value = [...shown.value.slice(-2), { id, text, action }]
    setTimeout(() => dismiss(id), shownForMs)
  }

  return { shown, confirm, dismiss, clear: () => (shown.value = []) }
})
