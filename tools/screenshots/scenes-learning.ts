import type { BranchBridge } from '#contract/ipc.ts'
import { closeTop, overlayScene, pageScene, type Scene, type Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

declare const window: { branch: BranchBridge }

const training = 'features/training'

/** Somebody else at the second terminal: logs out who sits there, and logs in. */
async function seat(stage: Stage, role: string): Promise<Terminal> {
  const { second, staffNo, password } = stage
  const here = await second.page.evaluate(async () => {
    const reply = await window.branch.session.current()
    return reply.ok && reply.value !== null ? reply.value.staffNo : null
  })
  if (here === staffNo(role)) return second
  if (here !== null) await second.logout()
  await second.login(staffNo(role), password)
  return second
}

/** A page as somebody at the second terminal sees it, and what is done there. */
const at = (
  name: string,
  role: string,
  path: string,
  act: (stage: Stage, second: Terminal) => Promise<unknown> = () => Promise.resolve(),
  opens: readonly string[] = [],
): Scene => ({
  name,
  ...(opens.length > 0 && { opens }),
  reenter: true,
  enter: async (stage) => {
    const second = await seat(stage, role)
    await second.goTo('/sync')
    await second.goTo(path)
    await act(stage, second)
    await second.settle()
    return second
  },
  leave: async ({ second }) => {
    if (opens.length > 0) await closeTop({ first: second })
  },
})

const press = ({ page }: Terminal, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click()

/** Answers the question in front with its first option. */
async function answerFirst({ words }: Stage, second: Terminal): Promise<void> {
  await second.page.getByRole('radio').first().click()
  await press(second, words.learning.quiz.submit)
  await second.page.locator('.question__why').waitFor()
}

/** Opens the first training of the list that is in a state. */
const choose = ({ page }: Terminal, state: string) =>
  page
    .getByRole('button', { name: new RegExp(state) })
    .first()
    .click()

/** Begins a quiz, or goes on with the one that runs. */
async function beginQuiz(_stage: Stage, { page }: Terminal): Promise<void> {
  const begin = page.locator('.learn__body .el-button--primary')
  await begin.waitFor()
  await begin.click()
  await page.getByRole('radiogroup').waitFor()
}

/** Opens the unit of a course whose card has a picture. */
async function pictureShown({ first: { page } }: Stage): Promise<void> {
  await page.locator('.contents button').nth(1).click()
  await page.locator('.picture__seen').waitFor()
}

async function cutOff(stage: Stage): Promise<void> {
  stage.program.cutOff()
  await stage.first.until(
    'the terminal to be offline',
    ({ connection }) => connection === 'offline',
  )
}

/** 培训考核: courses, a quiz, trainings and the feedback box, for a manager and for who decides. */
export const learningScenes: readonly Scene[] = [
  pageScene('courses', '/training/courses', ({ first, words }) =>
    first.page
      .getByRole('tab', { name: new RegExp(`^${words.learning.courses.group.all}`) })
      .click(),
  ),
  pageScene('courses-certificates', '/training/courses', ({ first, words }) =>
    first.page
      .getByRole('tab', { name: new RegExp(`^${words.learning.courses.group.certificates}`) })
      .click(),
  ),
  pageScene('course', '/training/courses/suitability'),
  {
    ...pageScene('course-practice', '/training/courses/suitability', async ({ first }) => {
      const { page } = first
      await page.locator('.card').waitFor()
      const group = page.getByRole('radiogroup')
      if ((await group.count()) === 0) await page.locator('.course__next').click()
      await group.waitFor()
      if (await page.locator('.practice__why').isVisible()) return
      await page.getByRole('radio').first().click()
      await page.locator('.practice__foot button').first().click()
      await page.locator('.practice__why').waitFor()
    }),
    reenter: true,
  },
  pageScene('course-picture', '/training/courses/offline', pictureShown),
  overlayScene(
    'course-picture-larger',
    '/training/courses/offline',
    async (stage) => {
      await pictureShown(stage)
      await stage.first.page.locator('.picture__open').click()
      await stage.first.page.locator('.el-dialog .large').waitFor()
    },
    [`${training}/courses/picture-dialog.vue`],
  ),
  pageScene('course-handout', '/training/courses/suitability/handout', ({ first }) =>
    first.page.locator('.handout').first().waitFor(),
  ),
  pageScene('quiz', '/training/courses/suitability/quiz', ({ first }) =>
    first.page.locator('.learn__body .el-button').waitFor(),
  ),
  {
    name: 'quiz-offline',
    enter: async (stage) => {
      await stage.first.goTo('/sync')
      await cutOff(stage)
      await stage.first.goTo('/training/courses/suitability/quiz')
      await stage.first.page.locator('.offline').waitFor()
      await stage.first.settle()
      return stage.first
    },
    leave: async ({ first, program }) => {
      program.reconnect()
      await first.until('the terminal to be online', ({ connection }) => connection === 'online')
    },
  },
  pageScene('trainings', '/training/trainings'),
  overlayScene(
    'training-plan',
    '/training/trainings',
    async ({ first, words }) => {
      await press(first, words.learning.trainings.plan)
      await first.page.locator('.choice').nth(1).click()
      await first.page.locator('.el-checkbox').click()
      await first.page.locator('.form__submit').click()
    },
    [`${training}/trainings/plan-dialog.vue`],
  ),
  overlayScene(
    'training-cancel',
    '/training/trainings',
    async ({ first, words }) => {
      await choose(first, words.learning.trainings.state.planned)
      await press(first, words.learning.trainings.act.cancel)
      await first.page.locator('.form__submit').click()
    },
    [`${training}/trainings/end-dialog.vue`],
  ),
  pageScene('feedback', '/training/feedback', ({ first }) =>
    first.page.locator('.item').first().waitFor(),
  ),
  at('quiz-question', 'lobby_manager', '/training/courses/offline/quiz', async (stage, second) => {
    await beginQuiz(stage, second)
    await answerFirst(stage, second)
  }),
  at(
    'course-assign',
    'branch_head',
    '/training/courses/offline',
    async ({ words }, second) => {
      await press(second, words.learning.course.assign)
      await second.page.locator('.form__submit').click()
    },
    [`${training}/courses/assign-dialog.vue`],
  ),
  at('trainings-head', 'branch_head', '/training/trainings', ({ words }, second) =>
    choose(second, words.learning.trainings.state.held),
  ),
  at('trainings-closed', 'branch_head', '/training/trainings', ({ words }, second) =>
    choose(second, words.learning.trainings.state.closed),
  ),
  at(
    'trainings-close',
    'branch_head',
    '/training/trainings',
    async ({ words }, second) => {
      await choose(second, words.learning.trainings.state.held)
      await press(second, words.learning.trainings.act.close)
      await second.page.locator('.form__submit').waitFor()
    },
    [`${training}/trainings/end-dialog.vue`],
  ),
  at('training-test-open', 'teller', '/training/trainings', ({ words }, second) =>
    choose(second, words.learning.trainings.state.held),
  ),
  at('training-test', 'teller', '/training/trainings', async ({ words }, second) => {
    await choose(second, words.learning.trainings.state.held)
    await press(second, words.learning.trainings.takeTest)
    await second.page.locator('.learn__body .el-button--primary').waitFor()
  }),
  at('feedback-desk', 'line_manager', '/training/feedback', (_stage, { page }) =>
    page.locator('.item').first().waitFor(),
  ),
  at(
    'feedback-answer',
    'line_manager',
    '/training/feedback',
    async ({ words }, second) => {
      const { answer } = words.learning.feedback.act
      await press(second, answer)
      const form = second.page.getByRole('form', { name: answer })
      await form.locator('.form__submit').click()
    },
    [`${training}/feedback/answer-dialog.vue`],
  ),
]
