import { computed } from 'vue'
import type { OwnMonth } from '#contract/ipc/assessment.ts'
import type { OwnUse } from '#contract/ipc/training.ts'
import type { Fact } from '../../../components/fact.ts'
import { useText } from '../../../locales/use-text.ts'
import { oneDecimal, points } from '../points.ts'
import { useUseText } from '../use-use-text.ts'

const signed = (count: number) => (count > 0 ? `+${count}` : `−${-count}`)

/** The six figures of the own month. */
export function useOwnFacts(use: () => OwnUse | null, own: () => OwnMonth | null) {
  const { t } = useText()
  const text = useUseText()

  /** As the score counts it: with what an appeal corrected, which sessions do not tell. */
  function effective({ effective: told, target: due }: OwnUse, month: OwnMonth | null): Fact {
    const now = month?.now
    const count = now?.facts.effective ?? told
    const target = now?.score.target ?? due
    const corrected = month?.corrected ?? 0
    const stands =
      count >= target
        ? t('training.reached', { target })
        : t('training.toGo', { count: target - count })
    return {
      key: 'effective',
      name: t('training.effective'),
      value: String(count),
      unit: t('training.ofTarget', { target }),
      note:
        corrected === 0 ? stands : t('training.corrected', { stands, count: signed(corrected) }),
    }
  }

  function logins({ logins: count, rule }: OwnUse, month: OwnMonth | null): Fact {
    const ahead = month?.branchLoginsAHead ?? null
    return {
      key: 'logins',
      name: t('training.logins'),
      value: String(count),
      unit: t('training.times'),
      note:
        ahead === null
          ? t('training.loginsNote')
          : t('assessment.fact.branch', {
              count: oneDecimal(ahead),
              standard: rule.loginsAMonth,
            }),
    }
  }

  function forecast(now: OwnUse, month: OwnMonth | null): Fact {
    const found = month?.forecast ?? null
    const over = now.month < now.latestMonth
    const note = found
      ? t('assessment.fact.interval', { low: found.low, high: found.high, days: found.days })
      : t(over ? 'assessment.fact.over' : 'assessment.fact.noForecast')
    return {
      key: 'forecast',
      name: t('assessment.fact.forecast'),
      ...(found && { value: String(found.likely), unit: t('assessment.fact.times') }),
      note,
    }
  }

  function breadth({ used, required }: OwnUse, month: OwnMonth | null): Fact {
    const known = new Set([
      ...used.map(({ module }) => module),
      ...(month?.now?.facts.modules ?? []),
    ])
    const unused = required.filter((module) => !known.has(module))
    const some = required.length > 0
    return {
      key: 'breadth',
      name: t('training.breadth'),
      value: some ? String(required.length - unused.length) : undefined,
      unit: some ? t('training.ofModules', { count: required.length }) : undefined,
      note:
        unused.length > 0
          ? t('training.unused', { modules: text.modules(unused) })
          : t(some ? 'training.allUsed' : 'training.noneRequired'),
    }
  }

  function courses(month: OwnMonth | null): Fact {
    const of = month?.now?.facts
    return {
      key: 'courses',
      name: t('assessment.fact.courses'),
      ...(of && {
        value: String(of.coursesPassed),
        unit: t('assessment.fact.ofCourses', { count: of.coursesRequired }),
      }),
      note:
        month?.quizPoints == null
          ? t('assessment.fact.noQuiz')
          : t('assessment.fact.quizNote', { points: month.quizPoints }),
    }
  }

  function score(now: OwnUse, month: OwnMonth | null): Fact {
    const found = month?.now?.score
    const running = now.month === now.latestMonth
    const missed = found?.gates.some(({ met }) => !met) ?? false
    const judged = found && found.hundredths !== null
    return {
      key: 'score',
      name: t(running ? 'assessment.fact.pointsNow' : 'assessment.fact.points'),
      ...(judged && {
        value: points(found.hundredths ?? 0),
        unit: t('assessment.fact.ofPoints'),
      }),
      note: judged
        ? t(missed ? 'assessment.fact.gateMissed' : 'assessment.fact.gateMet')
        : found
          ? t(`assessment.outcome.${found.outcome}`)
          : t('assessment.score.none'),
    }
  }

  return computed((): Fact[] => {
    const now = use()
    if (!now) return []
    const month = own()
    return [
      effective(now, month),
      logins(now, month),
      forecast(now, month),
      breadth(now, month),
      courses(month),
      score(now, month),
    ]
  })
}
