import type { RiskCaseView } from '#contract/ipc/risk.ts'
import type { RiskCaseFile, RiskCaseLine, RiskParty } from '#contract/sync/risk.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useText } from '../../locales/use-text.ts'
import { useSession } from '../../stores/session.ts'

/** Looks of a state's chip. */
export const stateTones: Record<RiskCaseLine['state'], string> = {
  new: 'chip--err',
  checking: 'chip--warn',
  handled: 'chip--ok',
  false_alarm: '',
  closed: '',
}

type Part = RiskCaseFile['parts'][number]

/** Parts whose figure is a share in basis points. */
const isShare = ({ part, figure }: Part) =>
  part === 'passed_often' || (part === 'alike_sums' && figure > 100)

/** Words of cases, parties and reasons. */
export function useRiskText() {
  const { t } = useText()
  const moments = useMoments()
  const session = useSession()

  function days({ fromOn, toOn }: Pick<RiskCaseLine, 'fromOn' | 'toOn'>): string {
    const from = moments.day(fromOn)
    return fromOn === toOn ? from : `${from} – ${moments.day(toOn)}`
  }

  /** A party by name, account or branch: 秦*冬, 乙江银行 ****3389, 辖外客户. */
  function party({ kind, name, bank, accountTail }: RiskParty): string {
    if (kind === 'customer') return name ?? ''
    if (kind === 'outside') return t('risk.outsideParty')
    return [bank ?? t('risk.accountParty'), accountTail].filter(Boolean).join(' ')
  }

  return {
    days,
    party,
    /** A party where there is little room: 乙江银行 ****3389 without the stars. */
    shortParty: (one: RiskParty): string =>
      one.kind === 'account'
        ? `${(one.bank ?? t('risk.accountParty')).slice(0, 4)} ${(one.accountTail ?? '').replaceAll('*', '')}`
        : party(one),
    who: ({ kind, lead, parties }: RiskCaseLine): string =>
      parties > 1
        ? `${lead} ${t('risk.parties', { count: parties }, parties)}`
        : lead || t(`risk.kind.${kind}`),
    officer: ({ officerName, officerId }: RiskCaseLine): string => {
      if (officerId === null) return t('risk.nobody')
      return officerName === session.current?.name ? t('risk.me') : (officerName ?? '')
    },
    reason: (one: Part): string => {
      const figure = isShare(one)
        ? `${Math.round(one.figure / 10) / 10}%`
        : String(Math.round(one.figure))
      return t(`risk.part.${one.part}`, { figure })
    },
    /** What an act is called on its button; taking from somebody is another word. */
    act: (act: RiskCaseView['acts'][number], { officerId }: RiskCaseLine): string =>
      act === 'take' && officerId !== null ? t('risk.takeOver') : t(`risk.act.${act}`),
  }
}
