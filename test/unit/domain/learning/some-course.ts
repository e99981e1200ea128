import type { Both, Course, Question } from '#domain/learning/course.ts'

/** The same words in both languages. */
export const both = (text: string): Both => ({ zh: text, en: text })

/** A question with four options, the first of which is right. */
export const aQuestion = (id: string): Question => ({
  id,
  text: both(`问题 ${id}`),
  options: ['a', 'b', 'c', 'd'].map((option) => ({ id: option, text: both(option) })),
  right: 'a',
  why: both('因为'),
})

/** A course of two units and a bank of eight questions, of which five are asked. */
export function aCourse(over: Partial<Course> = {}): Course {
  const card = { heading: both('一句话'), points: [both('一点')], figure: null }
  return {
    code: 'suitability',
    title: both('适当性'),
    summary: both('能不能卖'),
    roles: ['customer_manager', 'teller'],
    mandatory: true,
    validMonths: 12,
    units: [
      { id: 'why', title: both('为什么'), minutes: 3, cards: [card, card], practice: null },
      {
        id: 'how',
        title: both('怎么做'),
        minutes: 4,
        cards: [card, card, card, card],
        practice: null,
      },
    ],
    bank: ['1', '2', '3', '4', '5', '6', '7', '8'].map((id) => aQuestion(`q${id}`)),
    quiz: { questions: 5, passBp: 8000, triesADay: 2 },
    ...over,
  }
}
