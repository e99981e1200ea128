import type { EvaluationView } from '#contract/ipc/customers.ts'
import { useMoments } from '../../../format/use-moments.ts'
import { useText } from '../../../locales/use-text.ts'

type Standing = EvaluationView['types']['standing'][number]

/** What speaks for a type, and what was said of it, in sentences. */
export function useTypeText() {
  const { t } = useText()
  const moments = useMoments()

  function piece({ kind, on, word, count, of }: Standing['evidence'][number]): string {
    const quotes = { day: on ?? '', word: word ?? '', count: count ?? 0, of: of ?? 0 }
    if (kind === 'wages' && word === null) return t('customers.types.wagesUnnamed', quotes)
    return t(`customers.types.evidence.${kind}`, quotes)
  }

  /** All of it in one line. */
  function evidence({ evidence: pieces }: Standing): string {
    if (pieces.length === 0) return t('customers.types.stated')
    return pieces.map(piece).join(t('customers.types.separator'))
  }

  /** Who said what, and what became of it; nothing where nobody said anything. */
  function said({ verdict, renewed }: Standing): string {
    if (!verdict) return ''
    const quotes = {
      name: verdict.by,
      when: moments.moment(verdict.atMs),
      reason: verdict.reason === null ? '' : t(`customers.types.reason.${verdict.reason}`),
    }
    const told = t(`customers.types.said.${verdict.said}`, quotes)
    const news = renewed ? t('customers.types.renewed') : ''
    const waits = verdict.queued ? t('customers.types.queued') : ''
    return [told, news, waits].filter((part) => part !== '').join(t('customers.types.separator'))
  }

  return { evidence, said }
}
