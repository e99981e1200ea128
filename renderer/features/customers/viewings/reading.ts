import { type ComputedRef, computed, inject, type InjectionKey, provide } from 'vue'

const key: InjectionKey<ComputedRef<boolean>> = Symbol('reading')

/** Says for everything below whether the record is one of somebody else's, there to be read. */
export function provideReading(reading: () => boolean): void {
  provide(
    key,
    computed(() => reading()),
  )
}

/** Whether the record is there to be read alone: what would change anything has no place then. */
export function useReading(): ComputedRef<boolean> {
  return inject(
    key,
    computed(() => false),
  )
}
