import type { Role } from '#domain/organisation/roles.ts'

/** A page of 培训考核. */
export interface TrainingTab {
  /** Name of its route; a page without one is not shown. */
  route: string
  /** Its word in `training.tabs`. */
  name:
    | 'own'
    | 'board'
    | 'levels'
    | 'cases'
    | 'reviews'
    | 'courses'
    | 'trainings'
    | 'feedback'
    | 'rules'
  /** Whose page it is; everybody's where no roles are named. */
  roles?: readonly Role[]
}

/** The pages in the order of their tabs. */
export const trainingTabs: readonly TrainingTab[] = [
  { route: 'training', name: 'own' },
  { route: 'training-board', name: 'board', roles: ['branch_head', 'line_manager'] },
  { route: 'training-levels', name: 'levels', roles: ['line_manager'] },
  { route: 'training-cases', name: 'cases', roles: ['line_manager'] },
  { route: 'training-reviews', name: 'reviews', roles: ['line_manager'] },
  { route: 'training-courses', name: 'courses' },
  { route: 'training-trainings', name: 'trainings' },
  { route: 'training-feedback', name: 'feedback' },
  { route: 'training-rules', name: 'rules' },
]
