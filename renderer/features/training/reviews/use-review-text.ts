import type { WaitingReview } from '#contract/sync/course-review.ts'
import type { ChangeCount, CourseFact, PartState } from '#domain/learning/course-difference.ts'
import type { Course } from '#domain/learning/course.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { useText } from '../../../locales/use-text.ts'
import { pointsOf, useCourseText } from '../courses/use-course-text.ts'

/** Colours of what became of a part of a course. */
export const partTones: Record<PartState, string> = {
  same: '',
  added: 'chip--ok',
  changed: 'chip--warn',
  removed: 'chip--err',
}

/** Words of reviews of courses. */
export function useReviewText() {
  const { t } = useText()
  const course = useCourseText()

  const roles = (of: readonly Role[]): string =>
    of.map((role) => t(`words.role.${role}`)).join(t('reviews.joint'))
  const valid = (months: number | null): string =>
    months === null ? t('reviews.forEver') : t('reviews.months', { count: months })
  const kind = (mandatory: boolean): string =>
    t(mandatory ? 'reviews.mandatory' : 'reviews.fact.optional')
  const drawn = ({ questions: count, passBp, triesADay: tries }: Course['quiz']): string =>
    t('reviews.fact.drawn', { count, share: pointsOf(passBp), tries })

  /** What is new, in one line. */
  function changes({ facts, units, cards, questions }: WaitingReview['count']): string {
    const of = (kind_: keyof ChangeCount): string[] => {
      // A unit that changed says nothing beside its cards.
      const parts = { units: kind_ === 'changed' ? 0 : units[kind_], cards: cards[kind_] }
      const counts = { ...parts, questions: questions[kind_] }
      const words = (Object.keys(counts) as (keyof typeof counts)[])
        .filter((part) => counts[part] > 0)
        .map((part) => t(`reviews.part.${part}`, { count: counts[part] }))
      const what = words.join(t('reviews.joint'))
      return what ? [t(`reviews.change.${kind_}`, { what })] : []
    }
    const told = facts > 0 ? [t('reviews.factsChanged', { count: facts })] : []
    const all = [...of('added'), ...of('changed'), ...of('removed'), ...told]
    return all.join(t('reviews.sentence')) || t('reviews.noChange')
  }

  /** What a course says of itself about a fact. */
  function fact(of: Course, name: CourseFact): string {
    switch (name) {
      case 'title':
      case 'summary':
        return course.say(of[name])
      case 'roles':
        return roles(of.roles)
      case 'mandatory':
        return kind(of.mandatory)
      case 'validMonths':
        return valid(of.validMonths)
      case 'quiz':
        return drawn(of.quiz)
    }
  }

  return { say: course.say, roles, valid, kind, drawn, changes, fact }
}
