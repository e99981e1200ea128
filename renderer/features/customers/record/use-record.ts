import { computed, type ComputedRef, watch } from 'vue'
import type { CustomerOverview } from '#contract/ipc/customers.ts'
import type { ErrorCode } from '#contract/errors.ts'
import type { LiveCall, ShownCall } from '../../../bridge/use-call.ts'
import { useOverview } from '../overview-call.ts'

/** The record a page shows. */
export interface OpenRecord {
  call: LiveCall<CustomerOverview, [string]>
  /** The same for the screen: a record that is there stands, whatever becomes of asking again. */
  shown: ShownCall
  /** The overview of the record asked for; null until it is there. */
  record: ComputedRef<CustomerOverview | null>
  /** Why there is no such record for this person (any more); null where there is. */
  goneCode: ComputedRef<ErrorCode | null>
}

const goneCodes = ['customer.notFound', 'customer.moved', 'customer.notYours'] as const

/** Reads the record of an address; an older answer never stands under a newer address. */
export function useRecord(id: () => string): OpenRecord {
  const overview = useOverview(id)
  const goneCode = computed(
    () => goneCodes.find((code) => code === overview.error.value?.code) ?? null,
  )

  watch(
    id,
    (now) => {
      overview.set(null)
      void overview.run(now)
    },
    { immediate: true },
  )

  const record = computed(() =>
    overview.value.value?.id === id() && goneCode.value === null ? overview.value.value : null,
  )
  const phase = computed(() => (record.value ? 'ready' : overview.phase.value))

  return { call: overview, shown: { ...overview, value: record, phase }, record, goneCode }
}
