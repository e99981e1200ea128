import type { ViewingView } from '#contract/ipc/customers.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useText } from '../../locales/use-text.ts'

const tones: Readonly<Record<ViewingView['state'], string>> = {
  waiting: 'chip--warn',
  lapsed: '',
  granted: 'chip--info',
  open: 'chip--ok',
  refused: 'chip--err',
  expired: '',
  ended: '',
}

/** Words for requests to see a customer. */
export function useViewingText() {
  const { t } = useText()
  const moments = useMoments()

  /** The last day of a look that ends at a midnight, or the moment where it ends within a day. */
  const until = (ms: number) => moments.moment(ms - 60_000)

  /** What comes next, or how it ended: 今日 17:00 前审批; 何建国 准许至 11-29 23:59; 打开 2 次. */
  function standing(viewing: ViewingView): string {
    switch (viewing.state) {
      case 'waiting':
        return t('customers.viewing.waitsUntil', { time: until(viewing.lapsesAtMs) })
      case 'lapsed':
        return t('customers.viewing.lapsed')
      case 'granted':
        return t('customers.viewing.grantedLater')
      case 'open':
        return t('customers.viewing.openUntil', { time: until(viewing.untilMs ?? 0) })
      case 'expired':
        return t('customers.viewing.expired', { time: until(viewing.untilMs ?? 0) })
      case 'refused':
        return t('customers.viewing.refusedBy', { name: viewing.decidedByName ?? '' })
      case 'ended':
        return t('customers.viewing.endedBy', {
          name: viewing.endedByName ?? '',
          time: viewing.endedAtMs === null ? '' : moments.moment(viewing.endedAtMs),
        })
    }
  }

  /** How often the record was opened under it. */
  function openings({ openings: count, openedAtMs }: ViewingView): string {
    if (count === 0) return t('customers.viewing.neverOpened')
    const time = openedAtMs === null ? '' : moments.moment(openedAtMs)
    return t('customers.viewing.opened', { count, time })
  }

  return {
    tone: (viewing: ViewingView) => tones[viewing.state],
    state: (viewing: ViewingView) => t(`customers.viewing.state.${viewing.state}`),
    reason: (viewing: ViewingView) => t(`customers.viewing.reason.${viewing.reason}`),
    standing,
    openings,
  }
}
