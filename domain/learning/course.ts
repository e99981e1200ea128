import { z } from 'zod'
import { roles } from '../organisation/roles.ts'
import { pictureLimits } from './picture.ts'

/** A text in both languages of the product. */
export const bothSchema = z.strictObject({
  zh: z.string().min(1).max(400),
  en: z.string().min(1).max(600),
})
export type Both = z.infer<typeof bothSchema>

const name = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** A question with one right answer among two to four; keys 1–4 choose. */
export const questionSchema = z
  .strictObject({
    id: name,
    text: bothSchema,
    options: z
      .array(z.strictObject({ id: name, text: bothSchema }))
      .min(2)
      .max(4),
    right: name,
    /** Why the right answer is right, and the others are not. */
    why: bothSchema,
  })
  .refine(({ options, right }) => options.some(({ id }) => id === right), {
    message: 'the right answer must be one of the options',
  })
  .refine(({ options }) => new Set(options.map(({ id }) => id)).size === options.length, {
    message: 'every option needs an id of its own',
  })
export type Question = z.infer<typeof questionSchema>

/**
 * A picture of a card, named by what it is: its bytes stand apart (`course_picture`), so that a new version of the
 * course does not bring them again. `alt` says what is seen: it stands under the picture, and is read aloud.
 */
export const pictureSchema = z.strictObject({
  /** SHA-256 of the file, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Pixels, so that a page keeps the room before the picture is there. */
  width: z.int().min(1).max(pictureLimits.side),
  height: z.int().min(1).max(pictureLimits.side),
  alt: bothSchema,
})
export type Picture = z.infer<typeof pictureSchema>

/** A table of words: a grid of short words that a page draws, and a screen reader reads as a table. */
export const figureSchema = z
  .strictObject({
    caption: bothSchema,
    columns: z.array(bothSchema).min(1).max(6),
    rows: z
      .array(z.strictObject({ label: bothSchema, cells: z.array(bothSchema) }))
      .min(1)
      .max(8),
  })
  .refine(({ columns, rows }) => rows.every(({ cells }) => cells.length === columns.length), {
    message: 'every row of a figure needs one cell a column',
  })

/** One card of a unit: a sentence to remember, some points, perhaps a table of words and a picture. */
export const cardSchema = z.strictObject({
  heading: bothSchema,
  points: z.array(bothSchema).max(6),
  figure: figureSchema.nullable(),
  picture: pictureSchema.optional(),
})

/** A unit: a few cards, and a question to practise that counts nothing. */
export const unitSchema = z.strictObject({
  id: name,
  title: bothSchema,
  minutes: z.int().min(1).max(15),
  cards: z.array(cardSchema).min(1).max(8),
  practice: questionSchema.nullable(),
})
export type Unit = z.infer<typeof unitSchema>

const unique = (ids: readonly string[]) => new Set(ids).size === ids.length

/** A course: short units and a quiz drawn from a bank of questions. */
export const courseSchema = z
  .strictObject({
    code: name,
    title: bothSchema,
    summary: bothSchema,
    /** Whose course it is; a mandatory one is a gate of the assessment for these roles. */
    roles: z.array(z.enum(roles)).min(1),
    mandatory: z.boolean(),
    /** Months for which a certificate is valid; null for ever. */
    validMonths: z.int().min(1).max(60).nullable(),
    units: z.array(unitSchema).min(1).max(12),
    bank: z.array(questionSchema).min(1).max(60),
    quiz: z.strictObject({
      questions: z.int().min(1).max(20),
      /** Share of right answers that passes, basis points. */
      passBp: z.int().min(1).max(10_000),
      /** Tries on one day (UTC+8); the next day brings new ones. */
      triesADay: z.int().min(1).max(10),
    }),
  })
  .refine(({ bank, quiz }) => bank.length >= quiz.questions, {
    message: 'the bank must hold at least as many questions as a quiz asks',
  })
  .refine(({ units }) => unique(units.map(({ id }) => id)), {
    message: 'every unit needs an id of its own',
  })
  .refine(({ bank }) => unique(bank.map(({ id }) => id)), {
    message: 'every question of the bank needs an id of its own',
  })
export type Course = z.infer<typeof courseSchema>

/** Minutes a course takes, without the quiz. */
export const minutesOf = ({ units }: Course): number =>
  units.reduce((sum, { minutes }) => sum + minutes, 0)

/** The pictures of a course, each once however often it is shown. */
export function picturesOf({ units }: Pick<Course, 'units'>): Picture[] {
  const shown = units.flatMap(({ cards }) => cards.flatMap(({ picture }) => picture ?? []))
  return [...new Map(shown.map((picture) => [picture.hash, picture])).values()]
}

/** 草稿 → 待审 → 已发布 → 已下架; a returned one is a draft again. */
export const courseStates = ['draft', 'review', 'published', 'retired'] as const
export type CourseState = (typeof courseStates)[number]

/** What is done with a version of a course. */
export const courseActs = ['submit', 'publish', 'return', 'retire'] as const
export type CourseAct = (typeof courseActs)[number]

const moves: Record<CourseAct, { from: CourseState; to: CourseState }> = {
  submit: { from: 'draft', to: 'review' },
  publish: { from: 'review', to: 'published' },
  return: { from: 'review', to: 'draft' },
  retire: { from: 'published', to: 'retired' },
}

/** Where an act leads; null where it does not apply. */
export function afterCourseAct(state: CourseState, act: CourseAct): CourseState | null {
  const { from, to } = moves[act]
  return state === from ? to : null
}
