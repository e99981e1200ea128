import { onScopeDispose, type Ref, ref } from 'vue'

/** Whether the window is at least so many CSS px wide. */
export function useWide(leastPx: number): Readonly<Ref<boolean>> {
  const query = window.matchMedia(`(min-width: ${leastPx}px)`)
  const wide = ref(query.matches)
  const follow = (): void => {
    wide.value = query.matches
  }
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))
  return wide
}
