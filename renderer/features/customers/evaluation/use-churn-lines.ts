import type { EvaluationView } from '#contract/ipc/customers.ts'
import { type ChurnReason, payrollCycleDays, shareBp } from '#domain/customers/churn.ts'
import { daysBetween } from '#domain/time/day.ts'
import { formatPercent } from '../../../format/amount.ts'
import { useMoney } from '../../../format/use-money.ts'
import { useText } from '../../../locales/use-text.ts'

/** What each reason for churn points looked at, whether it holds or not. */
export function useChurnLines(view: () => EvaluationView): (reason: ChurnReason) => string {
  const { t } = useText()
  const money = useMoney()
  const percent = (bp: number) => formatPercent(bp, 1)

  function drop(): string {
    const { mean7Fen, mean90Fen } = view().facts
    if (mean7Fen === null || mean90Fen === null) return t('customers.evaluation.part.gap')
    const fall = shareBp(mean90Fen - mean7Fen, mean90Fen)
    if (fall === null) return t('customers.evaluation.reason.noAum')
    const means = { week: money.text(mean7Fen), mean: money.text(mean90Fen) }
    const { dropBp, steepDropBp } = view().limits
    return fall > 0
      ? t('customers.evaluation.reason.drop', {
          ...means,
          fall: percent(fall),
          limit: formatPercent(dropBp),
          steep: formatPercent(steepDropBp),
        })
      : t('customers.evaluation.reason.noDrop', means)
  }

  function outflow(): string {
    const { outElsewhereFen, outSecuritiesFen, mean90Fen } = view().facts
    if (outElsewhereFen === null || outSecuritiesFen === null || mean90Fen === null) {
      return t('customers.evaluation.part.gap')
    }
    const share = shareBp(outElsewhereFen + outSecuritiesFen, mean90Fen)
    if (share === null) return t('customers.evaluation.reason.noAum')
    return t('customers.evaluation.reason.outflow', {
      own: money.text(outElsewhereFen),
      securities: money.text(outSecuritiesFen),
      share: percent(share),
      limit: formatPercent(view().limits.outflowBp),
    })
  }

  function payroll(): string {
    const { payroll: wages } = view().facts
    const { payrollCycles, payrollMonths } = view().limits
    const days = payrollCycles * payrollCycleDays
    if (wages === null) return t('customers.evaluation.reason.noPayroll')
    return t('customers.evaluation.reason.payroll', {
      day: wages.lastOn,
      months: wages.months,
      days,
      least: payrollMonths,
    })
  }

  function maturity(): string {
    const { matures } = view().facts
    const days = view().limits.maturityDays
    return matures === null
      ? t('customers.evaluation.reason.noMaturity')
      : t('customers.evaluation.reason.maturity', {
          day: matures.on,
          amount: money.text(matures.fen),
          days,
        })
  }

  function overdue(): string {
    const { lastContactOn, customerSince, cycleDays } = view().facts
    const asOf = view().asOf ?? customerSince
    const limit = cycleDays * view().limits.contactCycles
    return lastContactOn === null
      ? t('customers.evaluation.reason.never', { day: customerSince, limit })
      : t('customers.evaluation.reason.overdue', {
          day: lastContactOn,
          days: Math.max(0, daysBetween(lastContactOn, asOf)),
          limit,
        })
  }

  function activity(): string {
    const { moves30, movesBefore } = view().facts
    if (moves30 === null || movesBefore === null) return t('customers.evaluation.part.noMoves')
    const { activityFallBp, activityLeast } = view().limits
    return t('customers.evaluation.reason.activity', {
      now: moves30,
      before: (movesBefore / 2).toFixed(1),
      limit: formatPercent(activityFallBp),
      least: activityLeast,
    })
  }

  function lost(): string {
    const { lost: classes } = view().facts
    if (classes.length === 0) return t('customers.evaluation.reason.noLost')
    const names = classes
      .map((name) => (name === 'loan' ? t('customers.loanWord') : t(`words.asset.${name}`)))
      .join(t('customers.listComma'))
    return t('customers.evaluation.reason.lost', { names })
  }

  const lines: Record<ChurnReason, () => string> = {
    drop,
    outflow,
    payroll,
    maturity,
    overdue,
    activity,
    complaint: () => t('customers.evaluation.reason.complaint'),
    lost,
  }
  return (reason) => lines[reason]()
}
