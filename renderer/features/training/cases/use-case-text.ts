import type { UsageCaseFinding, UsageCaseLine } from '#contract/sync/usage-cases.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import type { FindingCode } from '#domain/usage/chain.ts'
import type { UsageType } from '#domain/usage/record.ts'
import { formatTime } from '../../../format/day.ts'
import { useMoments } from '../../../format/use-moments.ts'
import { useText } from '../../../locales/use-text.ts'

/** Looks of a decision's chip. */
export const endTones = { explained: 'chip--ok', confirmed: 'chip--err' } as const

/** What usually is behind a finding: each in its own words. */
const causes = {
  HASH: 'altered',
  LINK: 'altered',
  MAC: 'altered',
  BODY: 'altered',
  CHECKPOINT: 'altered',
  GAP: 'restored',
  FORK: 'restored',
  TRUNC: 'restored',
  UNSENT: 'restored',
  LOCAL_ROLLBACK: 'restored',
  KEY_ROLLBACK: 'restored',
  CLOCK_BACK: 'clock',
  CLOCK_JUMP: 'clock',
  SILENCE: 'silence',
  CLONE: 'copied',
} as const satisfies Record<FindingCode, string>

const typeWords = {
  'app.start': 'app_start',
  'app.stop': 'app_stop',
  heartbeat: 'heartbeat',
  'login.attempt': 'login_attempt',
  'session.start': 'session_start',
  'session.lock': 'session_lock',
  'session.unlock': 'session_unlock',
  'session.end': 'session_end',
  action: 'action',
  reveal: 'reveal',
  'ledger.finding': 'ledger_finding',
} as const satisfies Record<UsageType, string>

type Span = Pick<UsageCaseLine, 'fromMs' | 'toMs'>

/** Words of findings, for somebody who knows no cryptography. */
export function useCaseText() {
  const { t } = useText()
  const moments = useMoments()

  function finding(codes: readonly FindingCode[]): string {
    const [first] = codes
    if (!first) return ''
    const what = t(`pcCases.finding.${first}`)
    return codes.length === 1 ? what : t('pcCases.andMore', { what, count: codes.length })
  }

  /** From the last moment that is certain to the next one. */
  function span({ fromMs, toMs }: Span): string {
    const from = fromMs === null ? null : moments.moment(fromMs)
    const sameDay = fromMs !== null && toMs !== null && dayOfInstant(fromMs) === dayOfInstant(toMs)
    const to = toMs === null ? null : sameDay ? formatTime(toMs) : moments.moment(toMs)
    if (from && to) return t('pcCases.between', { from, to })
    if (from) return t('pcCases.after', { from })
    return to ? t('pcCases.until', { to }) : t('pcCases.unknown')
  }

  function records(count: number | null): string {
    if (count === null) return t('pcCases.recordsUnknown')
    return count === 0 ? t('pcCases.noRecords') : t('pcCases.records', { count })
  }

  /** What a finding means, with the figures that belong to it. */
  function explain({ code, peers, shiftMs }: UsageCaseFinding): string {
    const what = t(`pcCases.explain.${code}`, { peers: peers ?? 0 })
    if (shiftMs === null || Math.abs(shiftMs) < 60_000) return what
    const way = shiftMs > 0 ? 'ahead' : 'back'
    return `${what} ${t(`pcCases.shift.${way}`, { span: moments.span(Math.abs(shiftMs)) })}`
  }

  return {
    finding,
    span,
    records,
    explain,
    cause: (code: FindingCode) => t(`pcCases.cause.${causes[code]}`),
    type: (type: UsageType) => t(`pcCases.type.${typeWords[type]}`),
  }
}
