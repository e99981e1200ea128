import { computed, ref } from 'vue'
import { AppError } from '#contract/errors.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { asAppError, call } from '../../../bridge/call.ts'
import { useDraft } from '../../../bridge/use-draft.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import { useNow } from '../../../stores/now.ts'
import { useStatus } from '../../../stores/status.ts'
import { contactDraftFrom, contactProblems, contactRequest, emptyContact } from './contact-draft.ts'

/** How far the logging of one contact for several customers is. */
export interface BulkProgress {
  total: number
  done: number
  /** Customers for whom it was refused, with the reason. */
  failed: { customerId: string; error: AppError }[]
}

/**
 * Logs the same contact for several customers, one command each and one after the other: what is
 * logged is logged, whatever happens to the rest. What was typed stays until all are through.
 */
export function useBulkContact() {
  const now = useNow()
  const status = useStatus()
  const notices = useNotices()
  const { t } = useText()
  const draft = useDraft('contact-bulk', emptyContact, contactDraftFrom)
  const today = computed(() => dayOfInstant(now.ms))
  const tried = ref(false)
  const progress = ref<BulkProgress | null>(null)
  const running = ref(false)
  let stopped = false

  /** Takes back those that still wait; one that is on its way meanwhile stays. */
  async function withdraw(commandIds: readonly string[]): Promise<void> {
    let gone = 0
    for (const commandId of commandIds) {
      try {
        await call('sync.withdraw', { commandId })
        gone += 1
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'command.alreadySent') throw thrown
      }
    }
    const all = gone === commandIds.length
    notices.confirm(
      t(all ? 'customers.bulk.withdrawn' : 'customers.bulk.partly', {
        count: gone,
        total: commandIds.length,
      }),
    )
  }

  function confirm(commandIds: readonly string[]): void {
    const waits = status.current?.connection !== 'online'
    notices.confirm(
      t(waits ? 'customers.bulk.doneOffline' : 'customers.bulk.done', { count: commandIds.length }),
      waits ? { label: t('customers.notice.withdraw'), run: () => withdraw(commandIds) } : null,
    )
  }

  /** Logs for each customer in turn. Resolves to those for whom it is not logged. */
  async function run(customerIds: readonly string[]): Promise<readonly string[]> {
    tried.value = true
    const [first] = customerIds
    if (running.value || first === undefined) return customerIds
    if (!contactRequest(first, draft.form.value, today.value)) return customerIds
    running.value = true
    stopped = false
    const state: BulkProgress = { total: customerIds.length, done: 0, failed: [] }
    progress.value = state
    const commandIds: string[] = []
    const left = new Set(customerIds)
    for (const customerId of customerIds) {
      const request = contactRequest(customerId, draft.form.value, today.value)
      if (stopped || !request) break
      try {
        commandIds.push((await call('customers.logContact', request)).commandId)
        left.delete(customerId)
      } catch (thrown) {
        state.failed.push({ customerId, error: asAppError(thrown) })
      }
      state.done += 1
      progress.value = { ...state }
    }
    running.value = false
    if (commandIds.length > 0) confirm(commandIds)
    if (left.size === 0) await draft.discard()
    return [...left]
  }

  return {
    draft,
    today,
    problems: computed(() => (tried.value ? contactProblems(draft.form.value, today.value) : {})),
    progress,
    running,
    run,
    stop: () => (stopped = true),
  }
}
