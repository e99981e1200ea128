import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildApp } from '#test/support/build-app.ts'
import { repository } from '#test/support/terminal-app.ts'

const sources = join(import.meta.dirname, 'app')

/** The executable that takes Electron's place. */
export const executable = join(repository, 'tools/electron-stand-in/electron')

/** A built fixture application in a folder of its own; `tmp` is its temporary folder. */
export interface Fixture {
  dir: string
  tmp: string
  env(extra?: Record<string, string>): Record<string, string>
  remove(): void
}

/** Compiles the fixture application. */
export async function createFixture(): Promise<Fixture> {
  const dir = mkdtempSync(join(tmpdir(), 'ocrm-stand-in-'))
  const tmp = join(dir, 'tmp')
  mkdirSync(tmp)
  await buildApp(join(dir, 'app'), {
    main: { index: join(sources, 'main.ts'), child: join(sources, 'child.ts') },
    preload: join(sources, 'preload.ts'),
  })
  return {
    dir: join(dir, 'app'),
    tmp,
    env: (extra = {}) => ({
      PATH: process.env['PATH'] ?? '',
      HOME: dir,
      TMPDIR: tmp,
      STANDIN_HEADLESS: '1',
      STANDIN_APPDATA: join(dir, 'data'),
      ...extra,
    }),
    remove: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Command lines of running processes that name `folder`, this one left out. */
export function processesNaming(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return line.includes(folder) ? [`${pid} ${line.slice(0, 160)}`] : []
      } catch {
        return []
      }
    })
}

/** Waits until nothing of a session is left: no process, no profile. Returns what stayed. */
export async function leftovers(fixture: Fixture, withinMs = 10_000): Promise<string[]> {
  const until = Date.now() + withinMs
  for (;;) {
    const profiles = existsSync(fixture.tmp)
      ? readdirSync(fixture.tmp).filter((name) => name.startsWith('stand-in-'))
      : []
    const rest = [...processesNaming(fixture.tmp), ...profiles]
    if (rest.length === 0 || Date.now() > until) return rest
    await sleep(100)
  }
}
