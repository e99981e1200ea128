import { computed } from 'vue'
import type { Board } from '#contract/ipc/assessment.ts'
import { tenthsOfADay } from '#domain/assessment/facts.ts'
import type { Fact } from '../../../components/fact.ts'
import { useText } from '../../../locales/use-text.ts'
import { oneDecimal, points } from '../points.ts'

const sum = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((all, item) => all + of(item), 0)
const percent = (part: number, of: number) =>
  of === 0 ? '—' : String(Math.round((part / of) * 100))

/** The six figures of a branch's month. */
export function useBoardFacts(board: () => Board | null) {
  const { t } = useText()

  function passed({ members, score }: Board): Fact {
    const judged = score.people.passed + score.people.retrain
    return {
      key: 'passed',
      name: t('assessment.board.fact.passed'),
      value: String(score.people.passed),
      unit: t('assessment.board.fact.ofPeople', { count: members.length }),
      note: t('assessment.board.fact.passedNote', { share: percent(score.people.passed, judged) }),
    }
  }

  function forecast({ trend, score, daysLeft, month }: Board): Fact {
    const judged = score.people.passed + score.people.retrain
    const share = trend.find((one) => one.month === month)?.forecastBp ?? null
    const likely = share === null ? null : Math.round((share * judged) / 10_000)
    return {
      key: 'forecast',
      name: t('assessment.board.fact.forecast'),
      ...(likely !== null && {
        value: String(likely),
        unit: t('assessment.board.fact.ofPeople', { count: judged }),
      }),
      note:
        likely === null && daysLeft === 0
          ? t('assessment.board.fact.over')
          : t('assessment.board.fact.forecastNote', { count: judged - (likely ?? 0) }),
    }
  }

  function effective({ score, before }: Board): Fact {
    const count = score.effectiveAHead
    return {
      key: 'effective',
      name: t('assessment.board.fact.effective'),
      ...(count !== null && {
        value: oneDecimal(count),
        unit: t('assessment.board.fact.times'),
      }),
      note:
        before?.effectiveAHead == null
          ? t('assessment.board.fact.noBefore')
          : t('assessment.board.fact.before', { count: oneDecimal(before.effectiveAHead) }),
    }
  }

  function logins({ score, rule }: Board): Fact {
    const { loginsAHead, meetsStandard, dutyTenths, workingDays } = score
    const fte = workingDays === 0 ? '—' : (dutyTenths / workingDays / tenthsOfADay).toFixed(1)
    const words = meetsStandard === true ? 'loginsMet' : 'loginsMissed'
    return {
      key: 'logins',
      name: t('assessment.board.fact.logins'),
      ...(loginsAHead !== null && {
        value: oneDecimal(loginsAHead),
        unit: t('assessment.board.fact.times'),
      }),
      note: [
        t(`assessment.board.fact.${words}`, { standard: rule.loginsAMonth }),
        t('assessment.board.fact.loginsNote', { logins: score.logins, fte }),
      ].join(' · '),
    }
  }

  function courses({ members }: Board): Fact {
    const done = sum(members, ({ facts }) => facts.coursesPassed)
    const all = sum(members, ({ facts }) => facts.coursesRequired)
    const used = sum(members, ({ usedModules }) => usedModules)
    const modules = sum(members, ({ requiredModules }) => requiredModules)
    return {
      key: 'courses',
      name: t('assessment.board.fact.courses'),
      ...(all > 0 && { value: percent(done, all), unit: t('assessment.board.fact.ofAll') }),
      note: [
        all > 0
          ? t('assessment.board.fact.coursesNote', { passed: done, all })
          : t('assessment.board.fact.noCourses'),
        t('assessment.board.fact.breadthNote', { share: percent(used, modules) }),
      ].join(' · '),
    }
  }

  function mean({ members, score }: Board): Fact {
    const scored = members.filter((one) => one.score.hundredths !== null).length
    return {
      key: 'mean',
      name: t('assessment.board.fact.mean'),
      ...(score.meanScore !== null && {
        value: points(score.meanScore),
        unit: t('assessment.fact.ofPoints'),
      }),
      note: t('assessment.board.fact.meanNote', { count: scored }),
    }
  }

  return computed((): Fact[] => {
    const now = board()
    if (!now) return []
    return [passed, forecast, effective, logins, courses, mean].map((fact) => fact(now))
  })
}
