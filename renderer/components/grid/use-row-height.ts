import { onScopeDispose, type Ref, ref } from 'vue'

/** Height of a row in px by the density in force: 32 up to 1366 px of window width, 36 above. */
export function useRowHeight(): Readonly<Ref<number>> {
  const wide = window.matchMedia('(min-width: 1367px)')
  const height = ref(wide.matches ? 36 : 32)
  const follow = (): void => {
    height.value = wide.matches ? 36 : 32
  }
  wide.addEventListener('change', follow)
  onScopeDispose(() => wide.removeEventListener('change', follow))
  return height
}
