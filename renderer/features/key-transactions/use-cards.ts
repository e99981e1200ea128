import { computed, onMounted, ref, watch } from 'vue'
import type { CardRow, CardTab } from '#contract/ipc/key-transactions.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { asRefresh } from '../../bridge/cause.ts'
import { call } from '../../bridge/call.ts'
import { useCall } from '../../bridge/use-call.ts'
import { useDataChanged } from '../../bridge/use-event.ts'
import { usePagedRows } from '../../bridge/use-paged-rows.ts'
import { useStatus } from '../../stores/status.ts'

/** Rows of one page. */
const pageRows = 40

/** Tables whose rows change what the page shows. */
const shownTables: readonly TableName[] = [
  'key_transaction',
  'bank_transaction',
  'balance_change',
  'contact',
  'customer',
  'customer_manager',
]

/** The head of the page, the list of one tab, and the card that is chosen in it. */
export function useCards(firstCard: () => string) {
  const status = useStatus()
  const tab = ref<CardTab>('waiting')
  const chosen = ref(firstCard())
  const head = useCall(() => call('keyTransactions.open'))
  const card = useCall((cardId: string) => call('keyTransactions.card', { cardId }))
  const list = usePagedRows<CardRow>(
    (offset, limit) => call('keyTransactions.rows', { tab: tab.value, offset, limit }),
    pageRows,
  )

  async function choose(next: CardTab): Promise<void> {
    tab.value = next
    await list.reset()
  }

  /** Shows a card; the one that is shown is not asked for again. */
  function show(cardId: string): void {
    if (chosen.value === cardId && card.value.value?.id === cardId) return
    chosen.value = cardId
    if (cardId === '') card.set(null)
    else void card.run(cardId)
  }

  function ask(): void {
    void head.run()
    void list.reload()
    if (chosen.value !== '') void card.run(chosen.value)
  }
  const again = () => asRefresh(ask)

  onMounted(ask)
  useDataChanged(shownTables, again)
  watch(
    () => status.dataReady,
    (ready) => {
      if (ready) ask()
    },
  )

  return {
    tab,
    chosen,
    head,
    card,
    list,
    choose,
    show,
    again,
    view: computed(() => head.value.value),
  }
}

/** The page's state as its parts are given it. */
export type Cards = ReturnType<typeof useCards>
