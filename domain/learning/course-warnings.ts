import { authoredCourseSchema, authoringRules, type AuthoringRule } from './authored-course.ts'
import type { Both, Course, Question } from './course.ts'

/** What a reviewer is told to look at beside the rules of authoring. */
export const reviewHints = ['bankTight', 'rightLongest', 'untranslated'] as const
/** A broken rule of authoring, or one of {@link reviewHints}. */
export type CourseWarning = AuthoringRule | (typeof reviewHints)[number]

/** From so many questions on, and in this share of them in tenths, a long right answer is a pattern. */
const pattern = { questions: 4, tenths: 8 }

const han = /\p{Script=Han}/u

const rightIsLongest = ({ options, right }: Question): boolean => {
  const length = (id: string) => options.find((option) => option.id === id)?.text.zh.length ?? 0
  return options.every(({ id }) => id === right || length(id) < length(right))
}

const isBoth = (value: object): value is Both =>
  'zh' in value && 'en' in value && typeof value.zh === 'string' && typeof value.en === 'string'

function pairsOf(value: unknown): Both[] {
  if (typeof value !== 'object' || value === null) return []
  return isBoth(value) ? [value] : Object.values(value).flatMap(pairsOf)
}

/**
 * What is doubtful about a course, each once: rules of authoring it breaks, as they are today, then whether
 * every try asks the same questions, the right answer can be told by its length, and a text has nothing but
 * Chinese for English. None of it forbids to publish; a person decides.
 */
export function courseWarnings(course: Course): CourseWarning[] {
  const checked = authoredCourseSchema.safeParse(course)
  const messages = new Set(checked.error?.issues.map(({ message }) => message))
  const broken = (Object.keys(authoringRules) as AuthoringRule[]).filter((rule) =>
    messages.has(authoringRules[rule]),
  )
  const { bank, quiz } = course
  const longest = bank.filter(rightIsLongest).length
  const hints: Record<(typeof reviewHints)[number], boolean> = {
    bankTight: bank.length === quiz.questions,
    rightLongest: bank.length >= pattern.questions && longest * 10 >= bank.length * pattern.tenths,
    untranslated: pairsOf(course).some(({ en }) => han.test(en) && !/[a-z]/iu.test(en)),
  }
  return [...broken, ...reviewHints.filter((hint) => hints[hint])]
}
