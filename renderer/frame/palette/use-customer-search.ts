import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import type { AppError } from '#contract/errors.ts'
import type { SearchHit } from '#contract/ipc/customers.ts'
import { asAppError, call } from '../../bridge/call.ts'

const waitMs = 80
const mostHits = 20

/** Hits for what is typed; older answers never overwrite newer ones. */
export interface CustomerSearch {
  hits: Readonly<Ref<readonly SearchHit[]>>
  /** Customers opened last, for the box while nothing is typed. */
  recent: Readonly<Ref<readonly SearchHit[]>>
  tooMany: Readonly<Ref<boolean>>
  /** How many customers can be found so far, while that is not all of them. */
  filling: Readonly<Ref<{ filled: number; total: number } | null>>
  /** The text the hits belong to. */
  answered: Readonly<Ref<string>>
  error: Readonly<Ref<AppError | null>>
}

/** Searches customers while a person types, 80 ms after the last key. */
export function useCustomerSearch(text: () => string, allowed: () => boolean): CustomerSearch {
  const hits = shallowRef<readonly SearchHit[]>([])
  const recent = shallowRef<readonly SearchHit[]>([])
  const tooMany = ref(false)
  const filling = shallowRef<{ filled: number; total: number } | null>(null)
  const answered = ref('')
  const error = shallowRef<AppError | null>(null)
  let timer: ReturnType<typeof setTimeout> | null = null
  let newest = 0

  async function search(wanted: string): Promise<void> {
    const own = ++newest
    try {
      const answer = await call('customers.search', { text: wanted, limit: mostHits })
      if (own !== newest) return
      hits.value = answer.hits
      tooMany.value = answer.tooMany
      filling.value = answer.filling
      error.value = null
    } catch (thrown) {
      if (own !== newest) return
      hits.value = []
      error.value = asAppError(thrown)
    }
    answered.value = wanted
  }

  /** Nothing is said where it fails: the box works without them. */
  async function readRecent(): Promise<void> {
    try {
      recent.value = await call('customers.recent')
    } catch (thrown) {
      asAppError(thrown)
    }
  }

  if (allowed()) void readRecent()

  watch(text, (typed) => {
    if (timer) clearTimeout(timer)
    const wanted = typed.trim().slice(0, 60)
    if (wanted === '' || !allowed()) {
      newest++
      hits.value = []
      answered.value = ''
      error.value = null
      return
    }
    timer = setTimeout(() => void search(wanted), waitMs)
  })
  onScopeDispose(() => {
    newest++
    if (timer) clearTimeout(timer)
  })

  return { hits, recent, tooMany, filling, answered, error }
}
