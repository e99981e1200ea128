import type { Evidence } from '#domain/anomalies/signs.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { formatTime } from '../../../format/day.ts'
import { useMoments } from '../../../format/use-moments.ts'
import { useText } from '../../../locales/use-text.ts'

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** What a sign of misuse rests on, and which logins show it, in words. */
export function useSignText() {
  const { t } = useText()
  const moments = useMoments()
  /** Day and time stay in one line. */
  const moment = (ms: number) => `${moments.day(dayOfInstant(ms))}\u00a0${formatTime(ms)}`

  function words(evidence: Evidence): string {
    switch (evidence.kind) {
      case 'month_end': {
        const { sessions, atEnd, days } = evidence
        return t('assessment.board.sign.month_end', { sessions, atEnd, days })
      }
      case 'short_sessions': {
        const { sessions, short, belowMs } = evidence
        const minutes = Math.round(belowMs / 60_000)
        return t('assessment.board.sign.short_sessions', { sessions, short, minutes })
      }
      case 'empty_logins': {
        const { days, logins, empty } = evidence
        return t('assessment.board.sign.empty_logins', { days, logins, empty })
      }
      case 'rhythm': {
        const { waits, medianMs } = evidence
        const seconds = Math.round(medianMs / 1000)
        return t('assessment.board.sign.rhythm', { waits, seconds })
      }
      case 'same_time': {
        const { days, of, minuteOfDay } = evidence
        const time = `${twoDigits(Math.floor(minuteOfDay / 60))}:${twoDigits(minuteOfDay % 60)}`
        return t('assessment.board.sign.same_time', { days, of, time })
      }
      case 'repeated': {
        const { sessions, actions } = evidence
        return t('assessment.board.sign.repeated', { sessions, actions })
      }
      case 'shared_device': {
        const { days, staffIds } = evidence
        const people = staffIds.length
        return t('assessment.board.sign.shared_device', { days: days.length, people })
      }
      case 'silence': {
        const { fromMs, toMs } = evidence
        return t('assessment.board.sign.silence', { from: moment(fromMs), to: moment(toMs) })
      }
      case 'clock':
        return t('assessment.board.sign.clock', { records: evidence.records })
    }
  }

  return {
    words,
    /** Empty where a sign rests on no login of its own. */
    when: (startsMs: readonly number[]): string =>
      startsMs.length === 0
        ? ''
        : t('assessment.board.signWhen', {
            times: startsMs.map(moment).join(t('common.listSeparator')),
          }),
  }
}
