import type { BookFacts } from '#contract/ipc/workbench-views.ts'
import type { Fact } from '../../components/fact.ts'
import { formatCount } from '../../format/amount.ts'
import type { useMoney } from '../../format/use-money.ts'
import type { useText } from '../../locales/use-text.ts'

type Words = Pick<ReturnType<typeof useText>, 't'>
type Money = ReturnType<typeof useMoney>

/** Percent with one decimal and a sign that is a true minus; '' where there is nothing to compare. */
function change(now: number, before: number): string {
  if (before === 0) return ''
  const percent = ((now - before) / before) * 100
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)}%`
}

/** The strip's facts: only figures that exist. */
export function bookFactList(facts: BookFacts, { t }: Words, money: Money): Fact[] {
  const average = money.parts(facts.averageFen)
  const maturing = money.parts(facts.maturingFen)
  const compared = change(facts.averageFen, facts.quarterAverageFen)
  const quality =
    facts.contacts === 0 ? null : Math.round((facts.contactsReached / facts.contacts) * 100)
  return [
    {
      key: 'customers',
      name: t('workbench.fact.customers'),
      value: formatCount(facts.customers),
      unit: t('workbench.fact.customersUnit'),
      note: t('workbench.fact.vip', { count: formatCount(facts.vip) }),
    },
    {
      key: 'average',
      name: t('workbench.fact.average'),
      value: average.value,
      unit: average.unit,
      note: compared && t('workbench.fact.averageNote', { change: compared }),
    },
    { key: 'net', name: t('workbench.fact.net'), note: t('workbench.fact.netNote') },
    {
      key: 'maturing',
      name: t('workbench.fact.maturing'),
      value: maturing.value,
      unit: maturing.unit,
      note: t('workbench.fact.maturingNote', {
        count: facts.maturingCustomers,
        reached: facts.maturingReached,
      }),
    },
    {
      key: 'quality',
      name: t('workbench.fact.quality'),
      value: quality === null ? undefined : String(quality),
      unit: quality === null ? undefined : '%',
      note: t('workbench.fact.qualityNote', { count: facts.contacts }),
    },
  ]
}
