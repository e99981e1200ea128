import type { Both, Question } from '#domain/learning/course.ts'

/** A text in Chinese and English. */
export const both = (zh: string, en: string): Both => ({ zh, en })

/** A question; the right answer stands first here and nowhere else: a quiz shuffles options. */
export function question(
  id: string,
  text: Both,
  [right, ...wrong]: [Both, ...Both[]],
  why: Both,
): Question {
  const options = [right, ...wrong].map((option, nth) => ({ id: `o${nth + 1}`, text: option }))
  return { id, text, options, right: 'o1', why }
}
