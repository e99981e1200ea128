import { onScopeDispose } from 'vue'
import { strokeOf } from './stroke.ts'

/** Keys of a browser that would throw away what is on screen. */
const inert = new Set([
  'F5',
  'F12',
  'Ctrl+R',
  'Ctrl+F5',
  'Shift+F5',
  'Ctrl+Shift+R',
  'Ctrl+Shift+I',
])

/** Makes F5, F12 and their kin do nothing. */
export function useInertKeys(): void {
  function onKey(event: KeyboardEvent): void {
    if (inert.has(strokeOf(event) ?? '')) event.preventDefault()
  }
  window.addEventListener('keydown', onKey, { capture: true })
  onScopeDispose(() => window.removeEventListener('keydown', onKey, { capture: true }))
}
