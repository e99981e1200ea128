import { chromium, type Browser, type Page } from 'playwright'
import type { StatusView } from '#contract/ipc/app.ts'
import type { BranchBridge } from '#contract/ipc.ts'
import { zh } from '#renderer/locales/zh.ts'
import type { Language } from './scene.ts'

declare const window: { branch: BranchBridge }

const waitMs = 60_000

/** A terminal as the tour drives it, by what a person sees and by the bridge. */
export class Terminal {
  readonly page: Page
  readonly #browser: Browser | null
  /** The terminal whose narrow window this is. */
  readonly #owner: Terminal | null

  /** Takes a page that is there already; `attach` finds the page of a running terminal. */
  constructor(page: Page, browser: Browser | null = null, owner: Terminal | null = null) {
    this.#browser = browser
    this.#owner = owner
    this.page = page
    page.setDefaultTimeout(waitMs)
  }

  /** Attaches to a terminal that runs without a window. */
  static async attach(devTools: string): Promise<Terminal> {
    const browser = await chromium.connectOverCDP(devTools)
    const page = browser
      .contexts()
      .flatMap((context) => context.pages())
      .find((candidate) => /^(http|app):/.test(candidate.url()))
    if (!page) throw new Error(`no page at ${devTools}`)
    return new Terminal(page, browser)
  }

  /** Lets what was done be drawn: two frames, and what moves or fades to its end. */
  async drawn(): Promise<void> {
    await this.page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done))
      await frame()
      const moving = document
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
      const ended = Promise.all(moving.map(({ finished }) => finished.catch(() => undefined)))
      await Promise.race([ended, new Promise((done) => setTimeout(done, 500))])
      await frame()
    })
  }

  /** Lets what is under way arrive: fonts, data, the next frame. */
  async settle(): Promise<void> {
    // Longer than a page stays empty before it shows that it loads.
    await this.page.waitForTimeout(220)
    await this.drawn()
    await this.page
      .locator('.skeleton')
      .first()
      .waitFor({ state: 'detached', timeout: 5000 })
      .catch(() => undefined)
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined))
  }

  /** Opens the counter's narrow window. */
  async docked(): Promise<Terminal> {
    const opened = this.page.context().waitForEvent('page')
    await this.page.evaluate(() => window.branch.window.openDocked())
    const page = await opened
    await page.locator('.docked').waitFor()
    return new Terminal(page, this.#browser, this)
  }

  async speak(language: Language): Promise<void> {
    const wanted = language === 'zh' ? 'zh-CN' : 'en'
    if (this.#owner) {
      // The narrow window has no such button; it follows the terminal.
      await this.#owner.speak(language)
      await this.page.locator(`html[lang="${wanted}"]`).waitFor()
      return
    }
    if ((await this.page.evaluate(() => document.documentElement.lang)) === wanted) return
    await this.page.getByRole('button', { name: zh.frame.status.language }).click()
  }

  status(): Promise<StatusView> {
    return this.page.evaluate(async () => {
      const reply = await window.branch.app.status()
      if (!reply.ok) throw new Error(reply.error.code)
      return reply.value
    })
  }

  /** Waits until the status is as wanted. */
  async until(what: string, holds: (status: StatusView) => boolean): Promise<void> {
    const end = Date.now() + waitMs
    while (!holds(await this.status())) {
      if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
      await this.page.waitForTimeout(250)
    }
  }

  /** Logs in on the Chinese login page, online. */
  async login(staffNo: string, password: string): Promise<void> {
    await this.speak('zh')
    await this.page.getByRole('tab', { name: zh.login.online }).click()
    await this.page.getByLabel(zh.login.staffNo).fill(staffNo)
    await this.page.getByLabel(zh.login.password, { exact: true }).fill(password)
    await this.page.getByRole('button', { name: zh.login.submitOnline, exact: true }).click()
    await this.page.getByRole('navigation', { name: zh.frame.navigation }).waitFor()
  }

  /** Waits until the branch's data is down. */
  dataReady(): Promise<void> {
    return this.until('data of the branch', (status) => status.dataReady)
  }

  async logout(): Promise<void> {
    // The page that asks is replaced by a fresh one and gets no answer.
    await this.page.evaluate(() => void window.branch.session.logout())
    await this.page.getByRole('tab').first().waitFor()
  }

  async lock(): Promise<void> {
    // The page that asks is replaced by a fresh one and gets no answer.
    await this.page.evaluate(() => void window.branch.session.lock())
    await this.page.locator('.lock').waitFor()
  }

  /** Goes to a page by its address. */
  async goTo(path: string): Promise<void> {
    await this.page.evaluate((hash) => {
      globalThis.location.hash = hash
    }, `#${path}`)
    await this.drawn()
  }

  /** Lets go of the terminal; it keeps running. */
  async detach(): Promise<void> {
    await this.#browser?.close()
  }
}
