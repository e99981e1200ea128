import type { PeriodView } from '#contract/ipc/assessment.ts'
import type { Day } from '#domain/time/day.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useText } from '../../locales/use-text.ts'

/** Words for months of the assessment. */
export function usePeriodText() {
  const { t } = useText()
  const moments = useMoments()
  return {
    /** 2026 年 11 月. */
    month: (month: Day): string =>
      t('training.month', { year: month.slice(0, 4), month: Number(month.slice(5, 7)) }),
    /** 暂定 · 申诉截至 12-05; 进行中 · 方案第 1 版. */
    state: ({ state, appealUntil, schemeVersion }: PeriodView): string => {
      const words = t(`assessment.state.${state}`)
      return state === 'provisional' && appealUntil
        ? t('assessment.appealBy', { state: words, day: moments.day(appealUntil) })
        : t('assessment.periodLine', { state: words, version: schemeVersion })
    },
  }
}
