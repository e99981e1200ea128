import type { BranchBridge } from '#contract/ipc.ts'
import { closeTop, type Scene, secondAs, type Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

declare const window: { branch: BranchBridge }

/** The branch's board at the second terminal, as its head sees it; `back` months before the running one. */
async function board(stage: Stage, back = 0, role = 'branch_head'): Promise<Terminal> {
  const second = await secondAs(stage, role)
  await second.dataReady()
  await second.goTo('/sync')
  await second.goTo('/training/board')
  const { page } = second
  await page.getByRole('table').first().waitFor()
  for (let left = back; left > 0; left -= 1) {
    await page.getByRole('button', { name: stage.words.training.earlier }).click()
    await second.settle()
  }
  await second.settle()
  return second
}

async function cases(stage: Stage, role?: string): Promise<Terminal> {
  const second = await board(stage, 1, role)
  const { cases: name } = stage.words.assessment.board
  await second.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  await second.settle()
  return second
}

/** 终端案件 as a line manager sees them. */
async function pcCases(stage: Stage): Promise<Terminal> {
  const second = await secondAs(stage, 'line_manager')
  await second.goTo('/sync')
  await second.goTo('/training/cases')
  await second.page.getByRole('grid').getByRole('row').nth(1).waitFor()
  await second.settle()
  return second
}

async function pcCase(stage: Stage): Promise<Terminal> {
  const second = await pcCases(stage)
  await second.page.getByRole('grid').getByRole('row').nth(1).dblclick()
  await second.page.getByRole('table').waitFor()
  await second.settle()
  return second
}

/** 课程审核 as a line manager sees it. */
async function reviews(stage: Stage): Promise<Terminal> {
  const second = await secondAs(stage, 'line_manager')
  await second.goTo('/sync')
  await second.goTo('/training/reviews')
  await second.page.getByRole('table').first().waitFor()
  await second.settle()
  return second
}

/** The course that waits, opened; with a word, the dialog of that button, given without a reason. */
async function review(stage: Stage, word?: 'publish' | 'return'): Promise<Terminal> {
  const second = await reviews(stage)
  await second.page.locator('.titled__title').first().click()
  await second.page.locator('.question').first().waitFor()
  if (word) {
    const name = stage.words.reviews[word]
    await second.page.getByRole('button', { name, exact: true }).click()
    await second.page.getByRole('form').waitFor()
    if (word === 'return') await second.page.locator('.form__submit').click()
  }
  await second.settle()
  return second
}

const leave = async ({ second }: Stage): Promise<void> => closeTop({ first: second })

/** 培训考核 of the branch: people, what is to be decided, reminders, files and totals; as its head and as a line manager. */
export const trainingScenes: readonly Scene[] = [
  { name: 'training-board', enter: (stage) => board(stage) },
  { name: 'training-cases', enter: (stage) => cases(stage) },
  {
    name: 'training-remind',
    reenter: true,
    opens: ['features/training/board-page.vue'],
    leave,
    enter: async (stage) => {
      const second = await board(stage)
      await second.page.locator('.page__actions .el-button--primary').click()
      await second.page.getByRole('form').waitFor()
      await second.settle()
      return second
    },
  },
  {
    name: 'training-decide',
    reenter: true,
    opens: ['features/training/board/decision-dialog.vue'],
    leave,
    enter: async (stage) => {
      const second = await cases(stage)
      const { look } = stage.words.assessment.board
      await second.page
        .getByRole('button', { name: new RegExp(`^${look}`) })
        .first()
        .click()
      await second.page.getByRole('form').waitFor()
      await second.page.locator('.form__submit').click()
      await second.settle()
      return second
    },
  },
  {
    name: 'training-duty',
    reenter: true,
    opens: ['features/training/board/duty-dialog.vue'],
    leave,
    enter: async (stage) => {
      const second = await board(stage, 0, 'line_manager')
      const { button, kinds } = stage.words.assessment.duty
      await second.page.getByRole('button', { name: button, exact: true }).first().click()
      await second.page.getByRole('form').waitFor()
      await second.page.getByText(kinds.part_time, { exact: true }).click()
      await second.page.locator('.form__submit').click()
      await second.settle()
      return second
    },
  },
  {
    name: 'training-export',
    reenter: true,
    opens: ['features/training/board/export-month-dialog.vue'],
    leave,
    enter: async (stage) => {
      const second = await board(stage, 2)
      const { button } = stage.words.assessment.export
      await second.page.getByRole('button', { name: button, exact: true }).click()
      await second.page.getByRole('form').waitFor()
      await second.settle()
      return second
    },
  },
  {
    name: 'training-levels',
    reenter: true,
    enter: async (stage) => {
      const second = await secondAs(stage, 'line_manager')
      await second.goTo('/sync')
      await second.goTo('/training/levels')
      await second.page.getByRole('table').first().waitFor()
      await second.settle()
      return second
    },
  },
  { name: 'training-pc-cases', enter: pcCases },
  { name: 'training-pc-case', enter: pcCase },
  {
    name: 'training-pc-decide',
    reenter: true,
    opens: ['features/training/cases/decide-case-dialog.vue'],
    leave,
    enter: async (stage) => {
      const second = await pcCase(stage)
      await second.page.locator('.page__actions .el-button--primary').click()
      await second.page.getByRole('form').waitFor()
      const { confirmed } = stage.words.pcCases.dialog
      await second.page.getByRole('dialog').getByText(confirmed, { exact: true }).click()
      await second.page.locator('.form__submit').click()
      await second.settle()
      return second
    },
  },
  { name: 'training-reviews', reenter: true, enter: reviews },
  { name: 'training-review', reenter: true, enter: (stage) => review(stage) },
  {
    name: 'training-review-answers',
    reenter: true,
    enter: async (stage) => {
      const second = await review(stage)
      await second.page.locator('.question').nth(4).scrollIntoViewIfNeeded()
      await second.settle()
      return second
    },
  },
  {
    name: 'training-review-publish',
    reenter: true,
    opens: ['features/training/reviews/decide-review-dialog.vue'],
    leave,
    enter: (stage) => review(stage, 'publish'),
  },
  {
    name: 'training-review-return',
    reenter: true,
    opens: ['features/training/reviews/decide-review-dialog.vue'],
    leave,
    enter: (stage) => review(stage, 'return'),
  },
  {
    name: 'training-close',
    enter: async (stage) => {
      await stage.program.appealsUntil(-1)
      const second = await board(stage, 1, 'line_manager')
      await second.page.locator('.close').waitFor()
      await second.settle()
      return second
    },
    leave: ({ program }) => program.appealsUntil(5),
  },
  {
    name: 'training-own-sign',
    enter: async (stage) => {
      const second = await secondAs(stage, 'teller')
      await second.goTo('/training')
      await second.page.getByRole('button', { name: stage.words.training.earlier }).click()
      await second.page.getByText(stage.words.assessment.ownSign.state.open).waitFor()
      await second.settle()
      return second
    },
  },
  {
    name: 'training-reminder',
    enter: async (stage) => {
      const head = await board(stage)
      await head.page.evaluate(
        async (staffNo) => {
          const reply = await window.branch.assessment.board({ month: null })
          if (!reply.ok) throw new Error(reply.error.code)
          const { month, members } = reply.value
          const staffIds = members
            .filter((one) => one.staffNo === staffNo)
            .map((one) => one.staffId)
          await window.branch.assessment.remind({ month, staffIds })
        },
        stage.staffNo('teller', 1),
      )
      await head.goTo('/sync')
      await head.logout()
      await head.login(stage.staffNo('teller', 1), stage.password)
      const second = head
      await second.dataReady()
      await second.goTo('/counter')
      await second.page.locator('aside.reminder').waitFor()
      await second.settle()
      return second
    },
    leave: async (stage) => {
      const { dismiss } = stage.words.assessment.reminderLine
      await stage.second.page.getByRole('button', { name: dismiss }).click()
      // Later scenes look for the first teller.
      await secondAs(stage, 'branch_head')
    },
  },
]
