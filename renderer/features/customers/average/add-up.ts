import type { AverageExplanation } from '#contract/ipc/customers.ts'
import { apportion } from '#domain/money/apportion.ts'
import { wanStepFen, wanSteps } from '#domain/money/money.ts'

/**
 * Brings parts to the steps of the screen so that the shown parts add up to the shown total. The
 * parts must add up to `totalFen` exactly; all in 分.
 */
export function roundToAddUp(partsFen: readonly number[], totalFen: number): number[] {
  const steps = apportion(partsFen, wanStepFen, wanSteps(totalFen))
  return steps.map((step) => step * wanStepFen)
}

/** An explanation whose figures, shown in 万 with two decimals, add up on screen. */
export function shownExplanation(
  explanation: AverageExplanation,
): Pick<AverageExplanation, 'months' | 'classes'> {
  const sums = roundToAddUp(
    explanation.months.map((month) => month.sumFenDays),
    explanation.sumFenDays,
  )
  const averages = roundToAddUp(
    explanation.classes.map((part) => part.averageFen),
    explanation.averageFen,
  )
  return {
    months: explanation.months.map((month, index) => ({
      ...month,
      sumFenDays: sums[index] ?? month.sumFenDays,
    })),
    classes: explanation.classes.map((part, index) => ({
      ...part,
      averageFen: averages[index] ?? part.averageFen,
    })),
  }
}
