import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { CustomerFilter, CustomerRow, CustomerView } from '#contract/ipc/customers.ts'
import type { AppError } from '#contract/errors.ts'
import type { Request } from '#contract/ipc.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { call } from '../../../bridge/call.ts'
import { keepCursor } from '../../../bridge/keep-cursor.ts'
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
  'customer_value',
  'customer_manager',
  'contact',
  'task',
  'customer_group',
  'customer_group_member',
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
  /** Columns chosen for the view, or by the person for all views; null follows the room there is. */
  const columns = ref<string[] | null>(null)
  const sort = ref<GridSort | null>({ ...firstSort })
  const cursor = ref(0)
  const offset = ref(0)
  const selected = shallowRef<Selection>(new Set())
  /** Point-in-time AUM and monthly average of all customers that fit, 分. */
  const sums = shallowRef<{ aumFen: number; averageFen: number } | null>(null)
  /** Whether rows changed while no page showed the list. */
  const stale = ref(false)
  /** Why the last act on views or columns failed. */
  const problem = shallowRef<AppError | null>(null)
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
  keepCursor(paged, cursor, (row) => row.id)

  const views = useCall(() => call('customers.views'))
  /** Whose customers a branch may be filtered for. */
  const managers = useCall(() => call('customers.managers'))
  /** Groups the person may see the list of. */
  const groups = useCall(() => call('groups.list'))
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
  /** Whether the screen differs from what the view keeps; order and columns count for saved ones. */
  const changed = computed(() => {
    const { own } = view.value
    const order = own?.order ?? null
    return (
      !sameFilter(filter.value, view.value.filter) ||
      (own !== null && JSON.stringify(own.columns) !== JSON.stringify(columns.value)) ||
      (order !== null &&
        (order.sort !== sort.value?.key || order.descending !== sort.value.descending))
    )
  })
  const selectedAumFen = computed(() =>
    [...selected.value].reduce((sum, id) => sum + (aumOf.get(id) ?? 0), 0),
  )

  async function readHead(): Promise<void> {
    const first = views.value.value === null
    await Promise.all([views.run(), book.run(), groups.run(), first ? managers.run() : null])
    if (first && !view.value.own) columns.value = usualColumns()
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
    const { own } = view.value
    if (own?.order) sort.value = { key: own.order.sort, descending: own.order.descending }
    columns.value = own ? own.columns : usualColumns()
    await ask({ ...noFilter, ...view.value.filter })
  }

  const usualColumns = (): string[] | null => views.value.value?.columns ?? null

  /** Other columns: for good on the product's views, on a saved one until it is updated. */
  async function chooseColumns(chosen: string[] | null): Promise<void> {
    columns.value = chosen
    if (view.value.own) return
    await call('customers.setColumns', { columns: chosen })
    await views.run()
  }

  /** The views and their counts again; a view that is gone gives way to all customers. */
  async function readViews(): Promise<void> {
    await views.run()
    const known = views.value.value?.views.some(({ key }) => key === viewKey.value) ?? true
    if (!known) await choose('all')
  }

  /** A customer was marked ★ or is no longer. */
  async function favoured(): Promise<void> {
    stale.value = true
    if (shown.value) await open()
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
    managers.set(null)
    groups.set(null)
    columns.value = null
    problem.value = null
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
    columns,
    managers: computed(() => managers.value.value ?? []),
    groups: computed(() => groups.value.value?.groups ?? []),
    problem,
    fail: (error: AppError | null) => (problem.value = error),
    request,
    ask,
    readViews,
    chooseColumns,
    favoured,
    choose,
    sortBy,
    open,
    leave,
    forget,
  }
})
