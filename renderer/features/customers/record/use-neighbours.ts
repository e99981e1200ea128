import { computed, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { call } from '../../../bridge/call.ts'
import { useAct } from '../../../bridge/use-act.ts'
import { useRecordTrail } from '../../../stores/record-trail.ts'
import { useCustomerList } from '../list/customer-list.ts'
import { type Place, placeOf } from './neighbours.ts'

/** The records before and after this one in the list it was opened from. */
export interface Neighbours {
  /** Null where the record was not opened from the list: by search, by a link. */
  place: Readonly<Ref<Place | null>>
  /** What the record was opened among, where that was not the list; null for the list. */
  name: Readonly<Ref<string | null>>
  /** Opens the neighbour; nothing happens at the ends of the list. */
  go: (by: 1 | -1) => Promise<void>
}

/** Walks along the customer list; the list's cursor follows, so coming back lands on the record. */
export function useNeighbours(id: () => string, tab: () => string): Neighbours {
  const list = useCustomerList()
  const router = useRouter()
  const trail = useRecordTrail()
  /** Opened from the search box or a work list, the record's neighbours are those found with it. */
  const trailed = computed(() => trail.ids.includes(id()))
  const place = computed(() =>
    trailed.value
      ? { index: trail.ids.indexOf(id()), total: trail.ids.length }
      : placeOf(list.rows, id(), list.cursor),
  )

  async function idAt(index: number): Promise<string | null> {
    const known = list.rows[index]
    if (known) return known.id
    const page = await call('customers.list', list.request(index, 1))
    list.need(index, index)
    return page.rows[0]?.id ?? null
  }

  const act = useAct(async (by: 1 | -1) => {
    const index = (place.value?.index ?? -1) + by
    if (!place.value || index < 0 || index >= place.value.total) return
    const onTrail = trailed.value
    const next = onTrail ? (trail.ids[index] ?? null) : await idAt(index)
    if (next === null) return
    if (!onTrail) list.cursor = index
    await router.replace({ name: 'customer', params: { id: next, tab: tab() } })
  })

  return {
    place,
    name: computed(() => (trailed.value ? trail.name : null)),
    go: async (by) => void (await act.run(by)),
  }
}
