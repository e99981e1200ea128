import type { PeriodView } from '#contract/ipc/assessment.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useText } from '../../locales/use-text.ts'
import { useNow } from '../../stores/now.ts'

/** Words for months of the assessment. */
export function usePeriodText() {
  const { t } = useText()
  const moments = useMoments()
  const now = useNow()
  return {
    /** 2026 年 11 月. */
    month: (month: Day): string =>
      t('training.month', { year: month.slice(0, 4), month: Number(month.slice(5, 7)) }),
    /** 暂定 · 申诉截至 12-05; 暂定 · 申诉已于 12-05 截止; 进行中 · 方案第 1 版. */
    state: ({ state, appealUntil, schemeVersion }: PeriodView): string => {
      const words = t(`assessment.state.${state}`)
      if (state !== 'provisional' || !appealUntil) {
        return t('assessment.periodLine', { state: words, version: schemeVersion })
      }
      const over = dayOfInstant(now.ms) > appealUntil
      const of = { state: words, day: moments.day(appealUntil) }
      return t(over ? 'assessment.appealsOver' : 'assessment.appealBy', of)
    },
  }
}
