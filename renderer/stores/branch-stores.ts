import type { Pinia, PiniaPluginContext, Store } from 'pinia'

/** Stores of the person, the PC and the window; every other one holds what pages found in the data. */
export const lastingStores: ReadonlySet<string> = new Set([
  'area-counts',
  'daily-tip',
  'language',
  'notices',
  'now',
  'practice',
  'preferences',
  'record-trail',
  'reveals',
  'service',
  'session',
  'status',
  'tour',
])

const made = new WeakMap<Pinia, Map<string, Store>>()

/** Plugin of Pinia that knows which stores there are. */
export function knowStores({ pinia, store }: PiniaPluginContext): void {
  const known = made.get(pinia) ?? new Map<string, Store>()
  made.set(pinia, known.set(store.$id, store))
}

/**
 * Forgets what pages keep in stores beyond their own life: lists, rows, filters, selections. They begin
 * anew on the other data. Nothing on screen may use one of them then.
 */
export function dropBranchStores(pinia: Pinia): void {
  const known = made.get(pinia)
  for (const [name, store] of known ?? []) {
    if (lastingStores.has(name)) continue
    store.$dispose()
    delete pinia.state.value[name]
    known?.delete(name)
  }
}
