import type { Response } from '#contract/ipc.ts'

/** The month of a unit and the units below it. */
export type Levels = NonNullable<Response<'assessment.levels'>['levels']>
export type LevelScore = Levels['total']

/** How many people are judged. */
export const judgedOf = ({ people }: Pick<LevelScore, 'people'>): number =>
  people.passed + people.retrain

/** Share of the judged who pass, whole percent rounded half up; null where nobody is judged. */
export function shareOf(score: Pick<LevelScore, 'people'>): number | null {
  const judged = judgedOf(score)
  return judged === 0 ? null : Math.round((score.people.passed * 100) / judged)
}
