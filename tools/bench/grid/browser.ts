import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { type CDPSession, chromium, type Page } from 'playwright'
import { build } from 'vite'
import { findBrowser } from '#tools/electron-stand-in/browser/find.ts'

const origin = 'http://bench.invalid'
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** Where the bench draws: the machine's own browser, and pages of a built bench. */
export interface BenchBrowser {
  /** A fresh page of a window of 1366 × 768; `slowdown` is how many times slower its processor is. */
  open(slowdown: number): Promise<BenchPage>
  close(): Promise<void>
}

/** Processor time of a page's main thread so far, ms: other work on the machine is not in it. */
export interface MainThread {
  all: number
  script: number
  style: number
  layout: number
}

/** A page of the bench. */
export interface BenchPage {
  page: Page
  spent(): Promise<MainThread>
  close(): Promise<void>
}

async function spentBy(session: CDPSession): Promise<MainThread> {
  const { metrics } = await session.send('Performance.getMetrics')
  const ms = (wanted: string) =>
    (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN) * 1000
  return {
    all: ms('TaskDuration'),
    script: ms('ScriptDuration'),
    style: ms('RecalcStyleDuration'),
    layout: ms('LayoutDuration'),
  }
}

/** Builds the page as the product is built, and starts the browser. */
export async function openBenchBrowser(): Promise<BenchBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-grid-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    plugins: [vue()],
    define: { __APP_VERSION__: '"bench"' },
    build: { outDir: folder, emptyOutDir: true, target: 'chrome150', chunkSizeWarningLimit: 5000 },
  })
  const executablePath = findBrowser()
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-background-timer-throttling'],
  })
  return {
    async open(slowdown) {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
      await page.route(`${origin}/**`, (route) => {
        const path = new URL(route.request().url()).pathname
        const file = join(folder, path === '/' ? 'index.html' : path)
        return route.fulfill({
          body: readFileSync(file),
          contentType: types[extname(file)] ?? 'application/octet-stream',
        })
      })
      await page.goto(`${origin}/`)
      await page.waitForFunction(() => 'page' in window)
      const session = await page.context().newCDPSession(page)
      await session.send('Performance.enable', { timeDomain: 'threadTicks' })
      await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
      return { page, spent: () => spentBy(session), close: () => page.close() }
    },
    async close() {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
