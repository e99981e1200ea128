import { onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'

/** Runs `begin` when the component comes on screen and `end` when it leaves, each once a turn. */
export function whileShown(begin: () => void, end: () => void): void {
  let shown = false

  function enter(): void {
    if (shown) return
    shown = true
    begin()
  }

  function leave(): void {
    if (!shown) return
    shown = false
    end()
  }

  onMounted(enter)
  onActivated(enter)
  onDeactivated(leave)
  onScopeDispose(leave)
}
