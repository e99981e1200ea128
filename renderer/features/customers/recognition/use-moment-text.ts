import type { RecognitionView } from '#contract/ipc/customers.ts'
import { useMoney } from '../../../format/use-money.ts'
import { useText } from '../../../locales/use-text.ts'

type Moment = RecognitionView['moments'][number]

/** A moment in words: what it is and rests on, and one sentence to say. */
export function useMomentText(view: () => RecognitionView) {
  const { t } = useText()
  const money = useMoney()

  function quotes({ on, count, word, since, amountFen }: Moment) {
    return {
      day: on,
      count: count ?? 0,
      word: word ?? '',
      since: since ?? '',
      amount: amountFen === null ? '' : money.text(amountFen),
      tier: t(`words.tier.${view().tier}`),
    }
  }

  return {
    /** What happened, with its days. */
    fact: (moment: Moment): string => t(`customers.moment.fact.${moment.kind}`, quotes(moment)),
    /** What to say. */
    say: (moment: Moment): string => t(`customers.moment.say.${moment.kind}`, quotes(moment)),
  }
}
