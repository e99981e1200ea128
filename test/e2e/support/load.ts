import { expect, type Locator, type Page } from 'playwright/test'

/** What a screen asked the service for while something happened. */
export interface Asked {
  /** Channels, in the order they were asked. */
  calls: string[]
  /** All answers as JSON, characters. */
  bytes: number
  /** Questions without an answer. */
  waiting: number
}

/** Counts what a page asks of the service, and what it is answered, until all of it has come. */
export async function askedDuring(page: Page, act: () => Promise<void>): Promise<Asked> {
  await page.evaluate(() => {
    const asked: Asked = { calls: [], bytes: 0, waiting: 0 }
    Object.assign(window, { asked })
    window.addEventListener('ocrm:call', (event) => {
      asked.calls.push((event as CustomEvent<string>).detail)
      asked.waiting += 1
    })
    window.addEventListener('ocrm:answer', (event) => {
      asked.bytes += JSON.stringify((event as CustomEvent<unknown>).detail).length
      asked.waiting -= 1
    })
  })
  await act()
  await page.waitForFunction(() => (window as unknown as { asked: Asked }).asked.waiting <= 0)
  return page.evaluate(() => (window as unknown as { asked: Asked }).asked)
}

/** Waits until a page has asked nothing for a while: what it opened with and what events brought is read. */
async function quiet(page: Page): Promise<void> {
  await page.evaluate(
    (pauseMs) =>
      new Promise<void>((resume) => {
        let timer = setTimeout(resume, pauseMs)
        window.addEventListener('ocrm:call', () => {
          clearTimeout(timer)
          timer = setTimeout(resume, pauseMs)
        })
      }),
    500,
  )
}

/** Elements of the page. */
export const nodes = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length)

/** The most that opening a screen may take, however much there is to show. */
export interface Bounds {
  calls: number
  bytes: number
  nodes: number
}

/** Opens a screen by its address from the sync centre, and holds what that takes to its bounds. */
export async function expectBounded(
  page: Page,
  path: string,
  shown: Locator,
  bounds: Bounds,
): Promise<void> {
  const go = (hash: string) => page.evaluate((to) => (globalThis.location.hash = to), hash)
  await go(path === '/sync' ? '/home' : '/sync')
  await expect(shown).toBeHidden()
  await quiet(page)
  const asked = await askedDuring(page, async () => {
    await go(path)
    await expect(shown).toBeVisible()
  })
  const found = { calls: asked.calls.length, bytes: asked.bytes, nodes: await nodes(page) }
  const said = `${path}: ${JSON.stringify(found)} ${asked.calls.join(' ')}`
  expect.soft(asked.calls.length, said).toBeGreaterThan(0)
  expect.soft(found.calls, said).toBeLessThanOrEqual(bounds.calls)
  expect.soft(found.bytes, said).toBeLessThanOrEqual(bounds.bytes)
  expect.soft(found.nodes, said).toBeLessThanOrEqual(bounds.nodes)
}
