import type { Handle } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import type { Prints } from '../workbench/prints.ts'
import { registerCourseReviews } from './course-reviews.ts'
import { assignCourse, listCourses, listLearners, openCourse, readCard } from './courses.ts'
import { listFeedback, registerFeedbackDesk, submitFeedback } from './feedback.ts'
import { createPrintHandout } from './handout.ts'
import { createOpenPicture } from './picture.ts'
import { registerQuiz } from './quiz.ts'
import { actOnTraining, listTrainings, planTraining } from './trainings.ts'

/** Registers every channel of courses, trainings and feedback. */
export function registerLearning(
  handle: Handle,
  { ask, prints }: { ask: AskHeadOffice; prints: Prints },
): void {
  handle('learning.courses', listCourses)
  handle('learning.course', openCourse)
  handle('learning.read', readCard)
  handle('learning.printHandout', createPrintHandout(prints))
  handle('learning.learners', listLearners)
  handle('learning.assign', assignCourse)
  handle('learning.trainings', listTrainings)
  handle('learning.planTraining', planTraining)
  handle('learning.actOnTraining', actOnTraining)
  handle('learning.feedback', listFeedback)
  handle('learning.submitFeedback', submitFeedback)
  registerQuiz(handle, ask)
  registerFeedbackDesk(handle, ask)
  handle('learning.picture', createOpenPicture(registerCourseReviews(handle, ask)))
}
