import type { DutyView } from '#contract/ipc/duty.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useText } from '../../locales/use-text.ts'

/** Words for days off duty. */
export function useDutyText() {
  const { t } = useText()
  const moments = useMoments()

  /** 休假 · 11-09 至 11-30, 每天在岗 5 成. */
  return ({ kind, fromDay, untilDay, tenths }: DutyView): string => {
    const from = moments.day(fromDay)
    const days =
      untilDay === null
        ? t('assessment.duty.open', { from })
        : t('assessment.duty.span', { from, until: moments.day(untilDay) })
    const part = tenths > 0 ? t('assessment.duty.part', { tenths }) : ''
    return [t(`assessment.duty.kinds.${kind}`), days, part].filter(Boolean).join(' · ')
  }
}
