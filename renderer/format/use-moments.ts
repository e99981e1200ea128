import { type Day, dayOfInstant } from '#domain/time/day.ts'
import { useText } from '../locales/use-text.ts'
import { useNow } from '../stores/now.ts'
import { formatDay, relateInstant, splitSpan } from './day.ts'

/** Days, moments and spans in the words of the language, seen from now at UTC+8. */
export function useMoments() {
  const { t } = useText()
  const now = useNow()

  return {
    day: (day: Day) => formatDay(day, dayOfInstant(now.ms)),
    /** 今日 10:21, 昨日 17:52, 11-20 17:52. */
    moment: (ms: number) => {
      const { near, day, time } = relateInstant(ms, now.ms)
      return near ? t(`common.${near}At`, { time }) : `${day} ${time}`
    },
    /** 4 天 9 小时, 3 小时 5 分, 12 分钟, 40 秒. */
    span: (ms: number) => {
      const span = splitSpan(ms)
      switch (span.unit) {
        case 'days':
          return t('common.durationDaysHours', { days: span.days, hours: span.hours })
        case 'hours':
          return t('common.durationHoursMinutes', { hours: span.hours, minutes: span.minutes })
        case 'minutes':
          return t('common.durationMinutes', { minutes: span.minutes })
        case 'seconds':
          return t('common.durationSeconds', { seconds: span.seconds })
      }
    },
  }
}
