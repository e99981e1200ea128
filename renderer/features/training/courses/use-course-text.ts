import type { CourseLine } from '#contract/ipc/learning.ts'
import type { Both } from '#domain/learning/course.ts'
import { useMoments } from '../../../format/use-moments.ts'
import { useText } from '../../../locales/use-text.ts'
import { useLanguage } from '../../../stores/language.ts'

/** Colours of the words of a standing. */
export const standingTones: Record<CourseLine['standing'], string> = {
  passed: 'chip--ok',
  expired: 'chip--err',
  begun: 'chip--info',
  new: '',
}

/** Points of a hundred, as a share in basis points is said. */
export const pointsOf = (shareBp: number): number => Math.floor(shareBp / 100)

/** Words of courses and certificates. */
export function useCourseText() {
  const { t } = useText()
  const moments = useMoments()
  const language = useLanguage()

  return {
    /** A text of a course in the language on screen. */
    say: (text: Both): string => text[language.current],
    /** 2.5 of 5. */
    units: (tenths: number): string =>
      tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1),
    valid: ({ validUntil }: { validUntil: string | null }): string =>
      validUntil === null
        ? t('learning.courses.validForEver')
        : t('learning.courses.validUntil', { day: moments.day(validUntil) }),
    due: ({ on, by }: NonNullable<CourseLine['due']>): string =>
      t(`learning.courses.${by === 'mandatory' ? 'dueMandatory' : 'dueAssigned'}`, {
        day: moments.day(on),
      }),
  }
}
