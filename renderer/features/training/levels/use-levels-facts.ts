import { computed } from 'vue'
import type { Fact } from '../../../components/fact.ts'
import { useText } from '../../../locales/use-text.ts'
import { oneDecimal, points } from '../points.ts'
import { judgedOf, type LevelScore, shareOf } from './share.ts'

/** The figures of all units below together. */
export function useLevelsFacts(total: () => LevelScore | null) {
  const { t } = useText()

  return computed((): Fact[] => {
    const score = total()
    if (!score) return []
    const { effectiveAHead, loginsAHead, meetsStandard, meanScore, people } = score
    const times = t('assessment.board.fact.times')
    const share = shareOf(score)
    return [
      {
        key: 'passed',
        name: t('assessment.levels.fact.passed'),
        ...(share !== null && { value: String(share), unit: '%' }),
        note: t('assessment.levels.fact.passedNote', {
          passed: people.passed,
          judged: judgedOf(score),
        }),
      },
      {
        key: 'effective',
        name: t('assessment.levels.fact.effective'),
        ...(effectiveAHead !== null && { value: oneDecimal(effectiveAHead), unit: times }),
      },
      {
        key: 'logins',
        name: t('assessment.levels.fact.logins'),
        ...(loginsAHead !== null && { value: oneDecimal(loginsAHead), unit: times }),
        ...(meetsStandard !== null && {
          note: t(`assessment.levels.fact.${meetsStandard ? 'met' : 'missed'}`),
        }),
      },
      {
        key: 'mean',
        name: t('assessment.levels.fact.mean'),
        ...(meanScore !== null && {
          value: points(meanScore),
          unit: t('assessment.fact.ofPoints'),
        }),
      },
      {
        key: 'exempt',
        name: t('assessment.levels.fact.exempt'),
        value: String(people.exempt + people.off_duty),
        unit: t('assessment.levels.fact.people'),
      },
    ]
  })
}
