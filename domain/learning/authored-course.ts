import { courseSchema, type Question } from './course.ts'

/** Characters that no page shows, or that turn the direction of a text round; line ends are none of them. */
const unseen = /[\u0000-\u0009\u000B-\u001F\u007F\u202A-\u202E\u2066-\u2069]/u

/** Every text of a course, in both languages. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}

const asked = ({ text }: Question): string => text.zh.trim()
const unique = (texts: readonly string[]) => new Set(texts).size === texts.length

/** The rules of authoring, and what whoever breaks one is told. */
export const authoringRules = {
  blank: 'no text may be blank',
  unseen: 'a text may hold no control characters',
  askedTwice: 'no question of the bank may be asked twice',
  sameOptions: 'no two options may say the same',
  practised: 'a question that is practised may not be one of the bank',
} as const
/** One of {@link authoringRules}. */
export type AuthoringRule = keyof typeof authoringRules

/**
 * A course as somebody may write it. What was published before there was a rule is read by {@link courseSchema}
 * alone, so that no rule takes a course away from those who are learning. Tags in a text are letters: every page
 * shows it as it stands.
 */
export const authoredCourseSchema = courseSchema
  .refine((course) => textsOf(course).every((text) => text.trim() !== ''), {
    message: authoringRules.blank,
  })
  .refine((course) => !textsOf(course).some((text) => unseen.test(text)), {
    message: authoringRules.unseen,
  })
  .refine(({ bank }) => unique(bank.map(asked)), {
    message: authoringRules.askedTwice,
  })
  .refine(
    ({ bank, units }) =>
      [...bank, ...units.flatMap(({ practice }) => practice ?? [])].every(({ options }) =>
        unique(options.map(({ text }) => text.zh.trim())),
      ),
    { message: authoringRules.sameOptions },
  )
  // What is practised stands on every PC, with its answer.
  .refine(
    ({ bank, units }) => {
      const practised = new Set(units.flatMap(({ practice }) => (practice ? asked(practice) : [])))
      return !bank.some((question) => practised.has(asked(question)))
    },
    { message: authoringRules.practised },
  )
