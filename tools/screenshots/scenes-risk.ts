import { closeTop, type Scene, secondAs, type Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

/** The risk officer at the second terminal. */
const officer = (stage: Stage): Promise<Terminal> => secondAs(stage, 'risk_officer')

async function list(stage: Stage): Promise<Terminal> {
  const second = await officer(stage)
  await second.goTo('/workbench')
  await second.goTo('/risk')
  await second.page.getByRole('grid').waitFor()
  await second.settle()
  return second
}

/** Opens a case of a group, by its place in the list. */
async function openCase(stage: Stage, group: 'open' | 'closed', nth: number): Promise<Terminal> {
  const second = await list(stage)
  const tab = stage.words.risk.group[group]
  await second.page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
  await second.settle()
  await second.page.getByRole('grid').getByRole('row').nth(nth).dblclick()
  await second.page.locator('.drawing').waitFor()
  await second.settle()
  return second
}

async function cutOff(stage: Stage): Promise<Terminal> {
  const second = await officer(stage)
  await second.goTo('/sync')
  stage.program.cutOff()
  await second.until('the terminal to be offline', ({ connection }) => connection === 'offline')
  return second
}

async function mend({ second, program }: Stage): Promise<void> {
  program.reconnect()
  await second.until('the terminal to be online', ({ connection }) => connection === 'online')
}

/** 风险案件 at the second terminal: the list, cases of each kind, the acts, and without the line. */
export const riskScenes: readonly Scene[] = [
  { name: 'risk', enter: list },
  {
    name: 'risk-empty',
    enter: async (stage) => {
      const second = await list(stage)
      const handled = stage.words.risk.group.handled
      await second.page.getByRole('tab', { name: new RegExp(`^${handled}`) }).click()
      await second.settle()
      return second
    },
    leave: async (stage) => {
      const open = stage.words.risk.group.open
      await stage.second.page.getByRole('tab', { name: new RegExp(`^${open}`) }).click()
    },
  },
  { name: 'risk-case-fan-in', enter: (stage) => openCase(stage, 'open', 1) },
  { name: 'risk-case-ring', enter: (stage) => openCase(stage, 'open', 2) },
  { name: 'risk-case-closed', enter: (stage) => openCase(stage, 'closed', 2) },
  {
    name: 'risk-act',
    reenter: true,
    opens: ['features/risk/act-dialog.vue'],
    enter: async (stage) => {
      const second = await openCase(stage, 'open', 4)
      const { measure } = stage.words.risk.act
      await second.page.getByRole('button', { name: measure, exact: true }).click()
      await second.page.getByRole('form', { name: measure }).waitFor()
      await second.page.locator('.form__submit').click()
      await second.settle()
      return second
    },
    leave: async (stage) => {
      await closeTop({ first: stage.second })
    },
  },
  {
    name: 'risk-close',
    reenter: true,
    opens: ['features/risk/close-dialog.vue'],
    enter: async (stage) => {
      const { measure, handle, close } = stage.words.risk.act
      const limit = stage.words.risk.measure.temporary_limit
      const second = await openCase(stage, 'open', 4)
      const { page } = second
      const press = (name: string) => page.getByRole('button', { name, exact: true })
      const write = async (act: string): Promise<void> => {
        await press(act).click()
        const form = page.getByRole('form', { name: act })
        if (act === measure) await form.getByText(limit, { exact: true }).click()
        await form.getByRole('textbox').last().fill('电话核实后，客户同意限额')
        await page.keyboard.press('Control+Enter')
        await form.waitFor({ state: 'hidden' })
      }
      if ((await press(close).count()) === 0) {
        await write(measure)
        await press(handle).waitFor()
        await write(handle)
      }
      await press(close).click()
      await page.getByRole('form', { name: close }).waitFor()
      await second.settle()
      return second
    },
    leave: async (stage) => {
      await closeTop({ first: stage.second })
    },
  },
  {
    name: 'risk-offline',
    enter: async (stage) => {
      const second = await cutOff(stage)
      await second.goTo('/risk')
      await second.page.locator('.note--warn').waitFor()
      await second.settle()
      return second
    },
    leave: mend,
  },
  {
    // What was not read in this session.
    name: 'risk-case-offline',
    enter: async (stage) => {
      const second = await cutOff(stage)
      await second.goTo('/risk/none')
      await second.page.locator('.offline').waitFor()
      await second.settle()
      return second
    },
    leave: mend,
  },
]
