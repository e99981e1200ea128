import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { CustomerFilter, CustomerRow, CustomerView } from '#contract/ipc/customers.ts'
import type { Request } from '#contract/ipc.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { call } from '../../../bridge/call.ts'
import { useCall } from '../../../bridge/use-call.ts'
import { useDataChanged } from '../../../bridge/use-event.ts'
import { usePagedRows } from '../../../bridge/use-paged-rows.ts'
import type { GridSort } from '../../../components/grid/column.ts'
import type { Selection } from '../../../components/grid/selection.ts'
import { useAreaCounts } from '../../../stores/area-counts.ts'
import { useSession } from '../../../stores/session.ts'
import { sameFilter } from './filter.ts'

type SortName = Request<'customers.list'>['sort']

/** Tables whose change may move a row of the list. */
const listTables: readonly TableName[] = [
  'reckoning',
  'customer',
  'customer_summary',
  'customer_manager',
  'contact',
  'task',
]

const firstSort: GridSort = { key: 'aum', descending: true }

/**
 * 我的客户 as the person left it: view, filter, sort, selection, cursor and scroll position, with
 * the rows fetched so far. It outlives the page, so that a record can be opened and come back from,
 * and it is forgotten when the session becomes somebody else's.
 */
export const useCustomerList = defineStore('customer-list', () => {
  const session = useSession()
  const areaCounts = useAreaCounts()
  const viewKey = ref<CustomerView['key']>('all')
  const filter = ref<CustomerFilter>({ ...noFilter })
  const sort = ref<GridSort | null>({ ...firstSort })
  const cursor = ref(0)
  const offset = ref(0)
  const selected = shallowRef<Selection>(new Set())
  /** Point-in-time AUM and monthly average of all customers that fit, 分. */
  const sums = shallowRef<{ aumFen: number; averageFen: number } | null>(null)
  /** Whether rows changed while no page showed the list. */
  const stale = ref(false)
  const shown = ref(false)
  /** AUM of every row seen, so that a selection keeps its sum when its rows scroll away. */
  const aumOf = new Map<string, number>()

  function request(offsetRows: number, limit: number): Request<'customers.list'> {
    const by = sort.value ?? firstSort
    return {
      filter: { ...filter.value, text: filter.value.text.trim() },
      sort: by.key as SortName,
      descending: by.descending,
      offset: offsetRows,
      limit,
    }
  }

  const paged = usePagedRows<CustomerRow>(async (offsetRows, limit) => {
    const page = await call('customers.list', request(offsetRows, limit))
    page.rows.forEach((row) => aumOf.set(row.id, row.aumFen))
    sums.value = { aumFen: page.sumAumFen, averageFen: page.sumAverageFen }
    return page
  })

  const views = useCall(() => call('customers.views'))
  /** The whole book, for the head of the page. */
  const book = useCall(() =>
    call('customers.list', { ...request(0, 1), filter: noFilter, sort: 'aum' }),
  )

  const view = computed(
    () =>
      views.value.value?.views.find((each) => each.key === viewKey.value) ?? {
        key: viewKey.value,
        filter: noFilter,
        count: 0,
        own: null,
      },
  )
  const changed = computed(() => !sameFilter(filter.value, view.value.filter))
  const selectedAumFen = computed(() =>
    [...selected.value].reduce((sum, id) => sum + (aumOf.get(id) ?? 0), 0),
  )

  async function readHead(): Promise<void> {
    await Promise.all([views.run(), book.run()])
    if (book.value.value) areaCounts.say('customers', book.value.value.total)
  }

  function toTop(): void {
    cursor.value = 0
    offset.value = 0
  }

  /** Another question: starts at the top with nothing chosen. */
  async function ask(next: CustomerFilter): Promise<void> {
    filter.value = { ...next }
    selected.value = new Set()
    toTop()
    await paged.reset()
  }

  async function choose(key: CustomerView['key']): Promise<void> {
    viewKey.value = key
    await ask({ ...noFilter, ...view.value.filter })
  }

  async function sortBy(next: GridSort | null): Promise<void> {
    sort.value = next
    toTop()
    await paged.reset()
  }

  /** Called when a page begins to show the list: reads what is not there or changed meanwhile. */
  async function open(): Promise<void> {
    shown.value = true
    if (paged.ready.value && !stale.value) return
    const again = paged.ready.value
    stale.value = false
    await Promise.all([readHead(), again ? paged.reload() : paged.reset()])
  }

  function leave(): void {
    shown.value = false
  }

  function forget(): void {
    viewKey.value = 'all'
    filter.value = { ...noFilter }
    sort.value = { ...firstSort }
    selected.value = new Set()
    sums.value = null
    aumOf.clear()
    views.set(null)
    book.set(null)
    paged.forget()
    toTop()
  }

  useDataChanged(listTables, () => {
    stale.value = true
    if (shown.value) void open()
  })
  watch(
    () => session.current?.staffId,
    (staffId, before) => {
      if (before !== undefined && staffId !== before) forget()
    },
  )

  return {
    viewKey,
    view,
    views: computed(() => views.value.value?.views ?? []),
    bookTotal: computed(() => book.value.value?.total ?? null),
    bookAverageFen: computed(() => book.value.value?.sumAverageFen ?? null),
    filter,
    changed,
    sort,
    cursor,
    offset,
    selected,
    selectedAumFen,
    sums,
    rows: paged.rows,
    total: paged.total,
    loading: paged.loading,
    ready: paged.ready,
    error: paged.error,
    need: paged.need,
    reset: paged.reset,
    loadAll: paged.loadAll,
    request,
    ask,
    choose,
    sortBy,
    open,
    leave,
    forget,
  }
})
