import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceState } from '#contract/ipc/app.ts'
import { buildApp } from '#test/support/build-app.ts'
import { launchTerminal, repository, type Terminal } from '#test/support/terminal-app.ts'

/** What the fixture service tells through `app.status`. */
export interface ServiceFacts {
  pid: number
  config: Record<string, unknown>
  dataDir: string
  appVersion: string
  secretBytes: number
  secretHash: string
}

/** A configuration every start accepts. */
export const demoConfig = {
  headOfficeUrl: 'http://127.0.0.1:9',
  deviceName: 'CG-PC-07',
  demo: true,
} as const

/** The real shell and preload around a fixture service and page, built once a test file. */
export class ShellFixture {
  readonly dir = mkdtempSync(join(tmpdir(), 'ocrm-shell-'))
  #terminals = 0

  async build(): Promise<void> {
    const sources = join(import.meta.dirname, 'app')
    await buildApp(join(this.dir, 'app'), {
      main: { index: join(repository, 'main/index.ts'), service: join(sources, 'service.ts') },
      preload: join(repository, 'preload/index.ts'),
      renderer: join(sources, 'pages'),
    })
  }

  /** An empty data folder, with `terminal.json` unless `config` is null. */
  newUserData(config: unknown = demoConfig): string {
    const folder = join(this.dir, `data-${++this.#terminals}`)
    mkdirSync(folder)
    if (config !== null) writeFileSync(join(folder, 'terminal.json'), JSON.stringify(config))
    return folder
  }

  async launch(userData: string, env: Record<string, string> = {}): Promise<Terminal> {
    const terminal = await launchTerminal({ userData, env, appDir: join(this.dir, 'app') })
    await terminal.window.waitForFunction(() => 'ready' in window)
    return terminal
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The state of the service as a page sees it. */
export async function serviceState(terminal: Terminal): Promise<ServiceState> {
  const reply = await terminal.window.evaluate(() => window.branch.service.state())
  if (!reply.ok) throw new Error(reply.error.code)
  return reply.value
}

/** What the fixture service knows, once it is ready. */
export async function serviceFacts(terminal: Terminal): Promise<ServiceFacts> {
  const reply = await terminal.window.evaluate(() => window.branch.app.status())
  if (!reply.ok) throw new Error(reply.error.code)
  return reply.value as unknown as ServiceFacts
}
