import type { EvaluationView } from '#contract/ipc/customers.ts'
import type { ValuePart } from '#domain/customers/value-score.ts'
import { formatCount, formatPercent } from '../../../format/amount.ts'
import { useMoney } from '../../../format/use-money.ts'
import { useText } from '../../../locales/use-text.ts'

/** Where the points of each part come from, in sentences, one a step. */
export function useValueLines(view: () => EvaluationView): (part: ValuePart) => string[] {
  const { t } = useText()
  const money = useMoney()
  const className = (name: EvaluationView['facts']['balances'][number]['name']): string =>
    name === 'loan' ? t('customers.loanWord') : t(`words.asset.${name}`)

  function aum(): string[] {
    const { mean90Fen, aumPercentile } = view().facts
    if (mean90Fen === null) return [t('customers.evaluation.part.gap')]
    const mean = t('customers.evaluation.part.mean', { amount: money.text(mean90Fen) })
    if (aumPercentile === null) return [mean, t('customers.evaluation.part.alone')]
    return [mean, t('customers.evaluation.part.above', { percent: aumPercentile })]
  }

  function contribution(): string[] {
    const { balances, contributionFen, contributionPercentile } = view().facts
    const steps = balances
      .filter(({ fen }) => fen > 0)
      .map(({ name, fen, marginBp }) =>
        t('customers.evaluation.part.earns', {
          name: className(name),
          amount: money.text(fen),
          margin: formatPercent(marginBp, 2),
          fen: money.voucher(Math.floor((fen * marginBp) / 10_000)),
        }),
      )
    const sum = t('customers.evaluation.part.earned', { amount: money.voucher(contributionFen) })
    return [
      ...steps,
      sum,
      contributionPercentile === null
        ? t(`customers.evaluation.part.${view().facts.mean90Fen === null ? 'gap' : 'alone'}`)
        : t('customers.evaluation.part.above', { percent: contributionPercentile }),
    ]
  }

  function breadth(): string[] {
    const held = view().facts.balances.filter(({ fen }) => fen > 0)
    const names = held.map(({ name }) => className(name)).join(t('customers.listComma'))
    const full = view().scales.breadthClasses
    return [
      names === ''
        ? t('customers.evaluation.part.holdsNone', { full })
        : t('customers.evaluation.part.holds', { count: held.length, names, full }),
    ]
  }

  function activity(): string[] {
    const { moves30, movesBefore } = view().facts
    if (moves30 === null || movesBefore === null) return [t('customers.evaluation.part.noMoves')]
    return [
      t('customers.evaluation.part.moves', {
        count: formatCount(moves30 + movesBefore),
        full: view().scales.activityMoves,
      }),
    ]
  }

  function tenure(): string[] {
    const { months, customerSince } = view().facts
    if (months === null) return [t('customers.evaluation.part.noMonths', { day: customerSince })]
    const full = view().scales.tenureMonths
    return [t('customers.evaluation.part.months', { day: customerSince, count: months, full })]
  }

  function growth(): string[] {
    const { mean90Fen, meanBeforeFen, growthBp } = view().facts
    if (mean90Fen === null || meanBeforeFen === null) return [t('customers.evaluation.part.gap')]
    const means = t('customers.evaluation.part.means', {
      amount: money.text(mean90Fen),
      before: money.text(meanBeforeFen),
    })
    if (growthBp === null) return [means, t('customers.evaluation.part.noGrowth')]
    return [
      means,
      t('customers.evaluation.part.growth', {
        change: formatPercent(growthBp, 2),
        full: formatPercent(view().scales.growthBp),
      }),
    ]
  }

  const lines: Record<ValuePart, () => string[]> = {
    aum,
    contribution,
    breadth,
    activity,
    tenure,
    growth,
  }
  return (part) => lines[part]()
}
