import type { Submission } from '#contract/ipc/sync.ts'

type Conflict = Submission['conflicts'][number]

/** Which value of a field stays. */
export type Side = 'mine' | 'theirs'

/** Field → which value stays. */
export type Choices = Readonly<Record<string, Side>>

/** The newer value stays, unless the person says otherwise; without a time, the own one. */
export function newerSide(conflict: Conflict, givenAtMs: number): Side {
  return conflict.changedAtMs !== null && conflict.changedAtMs > givenAtMs ? 'theirs' : 'mine'
}

/** What is chosen before anybody touches it. */
export function firstChoices(submission: Submission): Choices {
  return Object.fromEntries(
    submission.conflicts.map((conflict) => [
      conflict.field,
      newerSide(conflict, submission.givenAtMs),
    ]),
  )
}

/** Fields of the command that are not in conflict; a rejection put them back as well. */
export function undisputedFields(submission: Submission): string[] {
  const disputed = new Set(submission.conflicts.map(({ field }) => field))
  const fields = submission.detail['fields']
  return typeof fields === 'string'
    ? fields.split(',').filter((field) => field !== '' && !disputed.has(field))
    : []
}

/** Fields whose own value is proposed again: the chosen ones and those never disputed. */
export function fieldsToKeep(submission: Submission, choices: Choices): string[] {
  const chosen = submission.conflicts
    .filter(({ field }) => choices[field] === 'mine')
    .map(({ field }) => field)
  return [...chosen, ...undisputedFields(submission)]
}
