import type { RiskList } from '#contract/ipc/risk.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import type { Fact } from '../../components/fact.ts'
import type { useMoney } from '../../format/use-money.ts'
import type { useText } from '../../locales/use-text.ts'

/** The figures above the list: what came back this year first. */
export function riskFacts(
  list: NonNullable<RiskList['list']>,
  loadedAtMs: number,
  { t }: Pick<ReturnType<typeof useText>, 't'>,
  money: ReturnType<typeof useMoney>,
): Fact[] {
  const { counts, overdue } = list
  const recovered = money.parts(list.recoveredYearFen)
  const open = money.parts(list.openFen)
  const year = dayOfInstant(loadedAtMs).slice(0, 4)
  return [
    {
      key: 'recovered',
      name: t('risk.fact.recovered'),
      ...recovered,
      note: t('risk.fact.recoveredNote', { year }),
    },
    { key: 'open', name: t('risk.fact.open'), ...open, note: t('risk.fact.openNote') },
    {
      key: 'new',
      name: t('risk.fact.new'),
      value: String(counts.new),
      note: t('risk.fact.newNote'),
    },
    {
      key: 'mine',
      name: t('risk.fact.mine'),
      value: String(counts.mine),
      note: t('risk.fact.mineNote'),
    },
    {
      key: 'overdue',
      name: t('risk.fact.overdue'),
      value: String(overdue),
      note: t(overdue === 0 ? 'risk.fact.overdueNone' : 'risk.fact.overdueNote'),
      tone: overdue > 0 ? 'warn' : undefined,
    },
  ]
}
