import { sideOf, type KeyEvent } from '#domain/key-transactions/events.ts'
import { isWaiting, type CardState } from '#domain/key-transactions/states.ts'
import { addDays, dayOfInstant } from '#domain/time/day.ts'
import { formatTime } from '../../format/day.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useText } from '../../locales/use-text.ts'
import { useNow } from '../../stores/now.ts'

/** From so long before it on a deadline counts down, ms. */
const countdownMs = 2 * 3_600_000

/** A deadline as two lines, and how pressing it is. */
export interface Deadline {
  when: string
  left: string
  tone: 'late' | 'soon' | 'later'
}

/** Percent with one decimal of two sums in 分: 30.9; — where there is nothing to compare with. */
export function shareText(amountFen: number, aumFen: number): string {
  return aumFen > 0 ? `${((amountFen / aumFen) * 100).toFixed(1)}%` : '—'
}

/** Percent without needless decimals from basis points: 20, 12.5. */
export const percentOf = (bp: number): string => String(bp / 100)

/** A sum with the sign its event gives it: minus for what left. */
export function signedFen(event: KeyEvent, amountFen: number): number {
  return sideOf(event) === 'out' ? -amountFen : amountFen
}

/** Tints of the states. */
export const stateTones: Readonly<Record<CardState, string>> = {
  new: 'chip--err',
  read: 'chip--info',
  contacted: 'chip--warn',
  done: 'chip--ok',
  false_alarm: '',
  closed: '',
}

/** Words of a card that depend on the time of day. */
export function useCardText() {
  const { t } = useText()
  const moments = useMoments()
  const now = useNow()

  function deadline(dueAtMs: number, state: CardState): Deadline {
    const today = dayOfInstant(now.ms)
    const day = dayOfInstant(dueAtMs)
    const when = day === today ? formatTime(dueAtMs) : moments.day(day)
    if (!isWaiting(state)) return { when, left: '', tone: 'later' }
    const leftMs = dueAtMs - now.ms
    if (leftMs < 0) {
      return {
        when,
        left: t('keyTransactions.late', { span: moments.span(-leftMs) }),
        tone: 'late',
      }
    }
    if (leftMs < countdownMs) {
      return { when, left: t('keyTransactions.left', { span: moments.span(leftMs) }), tone: 'soon' }
    }
    if (day === today) return { when, left: t('keyTransactions.dueToday'), tone: 'later' }
    const tomorrow = day === addDays(today, 1)
    return { when, left: tomorrow ? t('keyTransactions.dueTomorrow') : '', tone: 'later' }
  }

  /** When something arrived: its time today, else its day. */
  function arrived(ms: number): string {
    return dayOfInstant(ms) === dayOfInstant(now.ms)
      ? formatTime(ms)
      : moments.day(dayOfInstant(ms))
  }

  return { deadline, arrived }
}
