import { leaveLine, over } from './record.ts'
import type { Scene, Stage } from './scene.ts'

/** The form of a consent, with what is missing in it said; of the first customer it can be opened for. */
const consentForm = (act: 'record' | 'withdraw') => async (stage: Stage) => {
  const { consents } = stage.words.customers
  const begin = (name: string) =>
    stage.first.page.locator('.consents').getByRole('button', { name, exact: true })
  for (let nth = 0; nth < 40; nth += 1) {
    await stage.first.page.locator('.consents .item').first().waitFor()
    const of = Object.values(stage.words.words.consentPurpose).map((purpose) =>
      consents[`${act}Of`].replace('{purpose}', purpose),
    )
    for (const name of of) {
      if (!(await begin(name).isVisible())) continue
      await begin(name).click()
      const form = stage.first.page.locator('.consents form')
      await form.locator('.form__submit').click()
      await form.getByRole('alert').first().waitFor()
      return
    }
    await stage.first.page.keyboard.press('Control+ArrowDown')
    await stage.first.settle()
  }
  throw new Error(`nobody has a consent to ${act}`)
}

/** 授权: a consent is written down, or taken back. */
export const consentScenes: readonly Scene[] = [
  over('customer-consent', 'profile', consentForm('record'), leaveLine),
  over('customer-consent-withdraw', 'profile', consentForm('withdraw'), leaveLine),
]
