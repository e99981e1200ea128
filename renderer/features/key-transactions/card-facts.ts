import type { KeyTransactionsView } from '#contract/ipc/key-transactions.ts'
import type { Fact } from '../../components/fact.ts'
import type { useMoney } from '../../format/use-money.ts'
import type { useText } from '../../locales/use-text.ts'
import type { Deadline } from './use-card-text.ts'

type Words = Pick<ReturnType<typeof useText>, 't'>
type Money = ReturnType<typeof useMoney>

/** Whole percent of a part; nothing where there is no whole. */
const percent = (part: number, whole: number) =>
  whole === 0 ? undefined : String(Math.round((part / whole) * 100))

/** One decimal, for what is rare. */
const fine = (part: number, whole: number) =>
  whole === 0 ? undefined : ((part / whole) * 100).toFixed(1)

/** The six facts of the page. */
export function cardFactList(
  { counts, facts }: KeyTransactionsView,
  next: Deadline | null,
  { t }: Words,
  money: Money,
): Fact[] {
  const { month, returned } = facts
  const back = money.parts(returned.fen)
  const inTime = percent(month.inTime, month.due)
  const falseAlarms = fine(month.falseAlarms, month.cards)
  return [
    {
      key: 'waiting',
      name: t('keyTransactions.fact.waiting'),
      value: String(counts.waiting),
      unit: t('keyTransactions.fact.waitingUnit', { total: counts.all }),
      note: t('keyTransactions.fact.waitingNote', {
        fresh: counts.new,
        read: counts.read,
        contacted: counts.contacted,
      }),
    },
    {
      key: 'next',
      name: t('keyTransactions.fact.next'),
      value: next?.when,
      tone: next && next.tone !== 'later' ? 'warn' : undefined,
      note: next
        ? next.left === ''
          ? facts.next?.name
          : t('keyTransactions.fact.nextNote', { name: facts.next?.name ?? '', left: next.left })
        : t('keyTransactions.fact.nextNone'),
    },
    {
      key: 'net',
      name: t('keyTransactions.fact.net'),
      note: t('keyTransactions.fact.netNote', {
        in: money.wan(facts.inFen),
        out: money.wan(facts.outFen),
        inside: money.wan(facts.insideFen),
      }),
    },
    {
      key: 'inTime',
      name: t('keyTransactions.fact.inTime'),
      value: inTime,
      unit: inTime === undefined ? undefined : '%',
      note: t('keyTransactions.fact.inTimeNote', {
        inTime: month.inTime,
        due: month.due,
        target: month.targetBp / 100,
      }),
    },
    {
      key: 'falseAlarms',
      name: t('keyTransactions.fact.falseAlarms'),
      value: falseAlarms,
      unit: falseAlarms === undefined ? undefined : '%',
      note: t('keyTransactions.fact.falseAlarmsNote', {
        count: month.falseAlarms,
        cards: month.cards,
      }),
    },
    {
      key: 'returned',
      name: t('keyTransactions.fact.returned'),
      value: back.value,
      unit: back.unit,
      note: t('keyTransactions.fact.returnedNote', { customers: returned.customers }),
    },
  ]
}
