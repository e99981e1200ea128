import type { TaskView } from '#contract/ipc/customers.ts'
import { referralReasons } from '#domain/counter/reasons.ts'
import { churnReasons } from '#domain/customers/churn.ts'
import { correctableFields } from '#domain/customers/correction.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { formatPercent } from '../../format/amount.ts'
import { useMoments } from '../../format/use-moments.ts'
import { useMoney } from '../../format/use-money.ts'
import { useText } from '../../locales/use-text.ts'
import { contactOutcomes } from '#domain/customers/contact-words.ts'
import { evidenceSentence, type EvidenceWords } from './task-evidence.ts'

/** Says in the language on screen why a task exists; '' where its source gave too few facts. */
export function useEvidence(today: () => string): { sentence: (task: TaskView) => string } {
  const { t } = useText()
  const money = useMoney()
  const moments = useMoments()

  const words: EvidenceWords = {
    money: money.text,
    day: moments.day,
    percent: (basisPoints) => `${formatPercent(basisPoints, 1)}%`,
    tier: (word) => {
      const tier = tiers.find((each) => each === word)
      return tier ? t(`words.tier.${tier}`) : word
    },
    outcome: (word) => {
      const outcome = contactOutcomes.find((each) => each === word)
      return outcome ? t(`words.outcome.${outcome}`) : word
    },
    reason: (word) => {
      const reason = referralReasons.find((each) => each === word)
      return reason ? t(`words.referralReason.${reason}`) : word
    },
    churn: (reasons) =>
      reasons
        .map((reason) => churnReasons.find((each) => each === reason))
        .filter((reason) => reason !== undefined)
        .map((reason) => t(`words.churnReason.${reason}`))
        .join(t('customers.listComma')),
    fields: (names) =>
      names
        .map((name) => correctableFields.find((each) => each === name))
        .filter((field) => field !== undefined)
        .map((field) => t(`words.field.${field}`))
        .join(t('customers.listComma')),
  }

  return {
    sentence: (task) => {
      const said = evidenceSentence(task, words, today())
      return said ? t(`customers.evidence.${said.key}`, said.quotes) : ''
    },
  }
}
