import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * A short line at the foot of the window: that something was done, that its undoing failed, or that
 * something came up elsewhere.
 */
export interface Notice {
  id: number
  kind: 'done' | 'failed' | 'news'
  text: string
  /** Something to take back or look at, such as 撤回. */
  action: { label: string; run: () => Promise<void> | void } | null
}

const shownForMs = 6000

/** Notices that are shown now, oldest first. */
export const useNotices = defineStore('notices', () => {
  const shown = ref<Notice[]>([])
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  let held = false
  let last = 0

  function dismiss(id: number): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
    shown.value = shown.value.filter((notice) => notice.id !== id)
  }

  function start({ id, kind }: Notice): void {
    if (held || kind !== 'done') return
    timers.set(
      id,
      setTimeout(() => dismiss(id), shownForMs),
    )
  }

  function add(notice: Omit<Notice, 'id'>): void {
    const added = { ...notice, id: ++last }
    const gone = shown.value.filter(({ kind }) => kind === 'done').slice(0, -2)
    for (const { id } of gone) dismiss(id)
    shown.value = [...shown.value, added]
    start(added)
  }

  /** Confirms an act for six seconds, with at most one thing to do about it. */
  const confirm = (text: string, action: Notice['action'] = null): void =>
    add({ kind: 'done', text, action })

  /** Says that what a notice offered could not be done; stays until it is closed. */
  const fail = (text: string): void => add({ kind: 'failed', text, action: null })

  /** Says that something came up elsewhere; stays until it is closed or the next one replaces it. */
  function tell(text: string, action: NonNullable<Notice['action']>): void {
    hush()
    add({ kind: 'news', text, action })
  }

  /** Takes back what {@link tell} said: it is being looked at. */
  function hush(): void {
    for (const { id, kind } of shown.value) if (kind === 'news') dismiss(id)
  }

  /** While the pointer or the focus is on the notices none of them goes. */
  function hold(): void {
    held = true
    timers.forEach(clearTimeout)
    timers.clear()
  }

  /** Lets the notices go six seconds from now. */
  function release(): void {
    held = false
    for (const notice of shown.value) if (!timers.has(notice.id)) start(notice)
  }

  function clear(): void {
    timers.forEach(clearTimeout)
    timers.clear()
    shown.value = []
  }

  return { shown, confirm, fail, tell, hush, dismiss, hold, release, clear }
})
