import { onScopeDispose, type Ref, ref, shallowRef } from 'vue'
import type { AppError } from '#contract/errors.ts'
import { asAppError } from './call.ts'
import { asRefresh } from './cause.ts'
import { quietMs } from './use-call.ts'

/** One page as a channel answers it. */
export interface Page<Row> {
  total: number
  rows: Row[]
}

/** Rows of a long list, fetched by the window that is looked at. */
export interface PagedRows<Row> {
  /** As long as the list; `undefined` where a row is not fetched yet. Give it to `DataGrid`. */
  rows: Readonly<Ref<readonly (Row | undefined)[]>>
  total: Readonly<Ref<number>>
  /** Counts the questions that `rows` answer: the same one read again counts no further. */
  answered: Readonly<Ref<number>>
  /** True from 200 ms on while the first page of a new question is awaited. */
  loading: Readonly<Ref<boolean>>
  /** Whether a first answer has come. */
  ready: Readonly<Ref<boolean>>
  error: Readonly<Ref<AppError | null>>
  /** Fetches what is missing between two indexes, both included. Give it to `@need`. */
  need: (first: number, last: number) => void
  /** The question changed: forgets every row and starts at the top. */
  reset: () => Promise<void>
  /** The same question again: shown rows stay until the new ones are there. */
  reload: () => Promise<void>
  /** Fetches every row; resolves when all are there. */
  loadAll: () => Promise<void>
  /** Drops everything; answers under way are thrown away. */
  forget: () => void
}

/**
 * Pages of a list of any length; `fetch` answers one page of at most `pageSize` rows. A new question
 * is a person's act; further pages and reading again are refreshes.
 */
export function usePagedRows<Row>(
  fetch: (offset: number, limit: number) => Promise<Page<Row>>,
  pageSize = 100,
): PagedRows<Row> {
  const rows = shallowRef<(Row | undefined)[]>([])
  const total = ref(0)
  const answered = ref(0)
  const loading = ref(false)
  const ready = ref(false)
  const error = shallowRef<AppError | null>(null)
  /** Counts questions: answers to older ones are thrown away. */
  let question = 0
  let asked = new Map<number, Promise<void>>()
  let lastWindow = { first: 0, last: pageSize - 1 }

  function put(target: (Row | undefined)[], offset: number, page: Page<Row>): void {
    target.length = page.total
    page.rows.forEach((row, index) => (target[offset + index] = row))
  }

  function page(number: number): Promise<void> {
    const known = asked.get(number)
    if (known) return known
    const own = question
    const answer = asRefresh(() => fetch(number * pageSize, pageSize))
      .then((result) => {
        if (own !== question) return
        // Another array: who is given it as a property sees no change within the same one.
        const grown = rows.value.slice()
        put(grown, number * pageSize, result)
        rows.value = grown
        total.value = result.total
        error.value = null
      })
      .catch((thrown: unknown) => {
        asked.delete(number)
        if (own === question) error.value = asAppError(thrown)
      })
    asked.set(number, answer)
    return answer
  }

  function need(first: number, last: number): void {
    lastWindow = { first, last }
    if (!ready.value) return
    const end = Math.floor(Math.min(last, total.value - 1) / pageSize)
    for (let number = Math.floor(first / pageSize); number <= end; number++) void page(number)
  }

  async function reset(): Promise<void> {
    const own = ++question
    asked = new Map()
    error.value = null
    const timer = setTimeout(() => {
      if (own === question) loading.value = true
    }, quietMs)
    try {
      const first = await fetch(0, pageSize)
      if (own !== question) return
      const fresh: (Row | undefined)[] = []
      put(fresh, 0, first)
      asked.set(0, Promise.resolve())
      answered.value++
      rows.value = fresh
      total.value = first.total
      ready.value = true
    } catch (thrown) {
      if (own !== question) return
      rows.value = []
      total.value = 0
      error.value = asAppError(thrown)
    } finally {
      clearTimeout(timer)
      if (own === question) loading.value = false
    }
  }

  async function reload(): Promise<void> {
    if (!ready.value) return reset()
    const own = ++question
    asked = new Map()
    const from = Math.floor(lastWindow.first / pageSize)
    const to = Math.floor(Math.min(lastWindow.last, Math.max(0, total.value - 1)) / pageSize)
    const fresh: (Row | undefined)[] = []
    try {
      for (let number = from; number <= to; number++) {
        const answer = await asRefresh(() => fetch(number * pageSize, pageSize))
        if (own !== question) return
        put(fresh, number * pageSize, answer)
        asked.set(number, Promise.resolve())
        total.value = answer.total
      }
      rows.value = fresh
      error.value = null
    } catch (thrown) {
      if (own === question) error.value = asAppError(thrown)
    }
  }

  async function loadAll(): Promise<void> {
    for (let number = 0; number * pageSize < total.value; number++) await page(number)
  }

  function forget(): void {
    question++
    asked = new Map()
    rows.value = []
    total.value = 0
    loading.value = false
    ready.value = false
    error.value = null
  }

  onScopeDispose(() => question++)

  return { rows, total, answered, loading, ready, error, need, reset, reload, loadAll, forget }
}
