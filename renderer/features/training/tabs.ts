/** A page of 培训考核. */
export interface TrainingTab {
  /** Name of its route; a page without one is not shown. */
  route: string
  /** Its word in `training.tabs`. */
  name: 'own' | 'board' | 'courses' | 'trainings' | 'feedback' | 'rules'
  /** For who decides: branch heads, line managers. */
  judgesOnly?: true
}

/** The pages in the order of their tabs. */
export const trainingTabs: readonly TrainingTab[] = [
  { route: 'training', name: 'own' },
  { route: 'training-board', name: 'board', judgesOnly: true },
  { route: 'training-courses', name: 'courses' },
  { route: 'training-trainings', name: 'trainings' },
  { route: 'training-feedback', name: 'feedback' },
  { route: 'training-rules', name: 'rules' },
]
