import { watch } from 'vue'
import { useRouter } from 'vue-router'
import type { Response } from '#contract/ipc.ts'
import type { ArrivedCard } from '#contract/ipc/key-transactions.ts'
import { asRefresh } from '../bridge/cause.ts'
import { call } from '../bridge/call.ts'
import { useDataChanged } from '../bridge/use-event.ts'
import { useText } from '../locales/use-text.ts'
import { useNotices } from '../stores/notices.ts'
import { usePreferences } from '../stores/preferences.ts'
import { useSession } from '../stores/session.ts'
import { useStatus } from '../stores/status.ts'
import { playChime } from './chime.ts'

/** Where cards are looked at; nobody is told there what the list shows. */
const cardsRoute = 'key-transactions'

/**
 * Tells whoever works with a book, on every other page, that cards of key transactions came up: a
 * notice that takes no focus and leads to the card, and a tone for P0 unless it is muted. What the opening of a
 * business day found is told as one sum, without a tone.
 */
export function useCardAlerts(): void {
  const { t } = useText()
  const router = useRouter()
  const notices = useNotices()
  const preferences = usePreferences()
  const session = useSession()
  const status = useStatus()

  function sentence(cards: readonly ArrivedCard[], lead: ArrivedCard): string {
    const what = t(`keyTransactions.event.${lead.event}`)
    const { name, antiFraud } = lead
    const one = t(antiFraud ? 'keyTransactions.arrivedFraud' : 'keyTransactions.arrivedOne', {
      name,
      what,
    })
    return cards.length === 1
      ? one
      : t('keyTransactions.arrivedSome', { count: cards.length, name, what })
  }

  function tell({ cards, night }: Response<'keyTransactions.takeArrived'>): void {
    const [lead] = [...cards].sort((one, other) => one.priority - other.priority)
    if (lead?.priority === 0 && preferences.current.cardSound) playChime()
    if ((!lead && !night) || router.currentRoute.value.name === cardsRoute) return
    const text = [
      lead ? sentence(cards, lead) : '',
      night ? t('keyTransactions.arrivedNight', night) : '',
    ].filter((part) => part !== '')
    notices.tell(text.join(t('keyTransactions.arrivedAnd')), {
      label: t('keyTransactions.look'),
      run: async () => {
        await router.push({ name: cardsRoute, params: lead ? { cardId: lead.id } : {} })
      },
    })
  }

  function ask(): void {
    if (!session.hasBook || !status.dataReady) return
    // What is not told now is told with the next change: nothing is marked as told on the way.
    void asRefresh(() => call('keyTransactions.takeArrived'))
      .then(tell)
      .catch(() => undefined)
  }

  useDataChanged(['key_transaction', 'customer_manager'], ask)
  watch(() => status.dataReady, ask, { immediate: true })
  watch(
    () => router.currentRoute.value.name,
    (name) => {
      if (name === cardsRoute) notices.hush()
    },
  )
}
