import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { expect, test } from 'playwright/test'
import { demoUsers } from '#head-office/demo/fill.ts'
import { isRunning } from '#tools/setup/lock.mjs'
import type { RunFile } from '#tools/start/run-file.ts'
import { logIn } from './support/pages.ts'

const root = join(import.meta.dirname, '../..')
let stateDir: string
const started: Start[] = []

/** An `npm start` of this test, with what it printed. */
class Start {
  output = ''
  readonly process: ChildProcess

  constructor(args: readonly string[], env: Record<string, string> = {}) {
    this.process = spawn(process.execPath, ['tools/run.mjs', 'start', '--no-window', ...args], {
      cwd: root,
      env: { ...process.env, OCRM_STATE_DIR: stateDir, OCRM_DEMO_SIZE: 'small', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const collect = (data: Buffer): void => void (this.output += data.toString('utf8'))
    this.process.stdout?.on('data', collect)
    this.process.stderr?.on('data', collect)
    started.push(this)
  }

  async ready(): Promise<void> {
    await expect.poll(() => this.output, { timeout: 120_000 }).toMatch(/Press Ctrl-C to end|✗ /)
    expect(this.output).toContain('Press Ctrl-C to end')
  }

  async ended(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await once(this.process, 'exit')
    }
    return this.process.exitCode
  }

  devTools(): string[] {
    return [...this.output.matchAll(/Terminal ready: DevTools (\S+)/g)].map(
      (match) => match[1] ?? '',
    )
  }
}

function runFile(): RunFile {
  return JSON.parse(readFileSync(join(stateDir, 'run.json'), 'utf8')) as RunFile
}

/** Every process the file names, with the owner. */
function processesOf(run: RunFile) {
  return [
    run.owner,
    run.postgres?.process,
    run.headOffice?.process,
    ...run.terminals.map((terminal) => terminal.process),
  ].filter((one) => one !== undefined && one !== null)
}

test.beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'zhike-start-'))
  // As root the database runs under an account of its own, which must get in.
  chmodSync(stateDir, 0o755)
})

test.afterEach(async () => {
  for (const start of started.splice(0)) {
    start.process.kill('SIGTERM')
    await start.ended()
  }
  rmSync(stateDir, { recursive: true, force: true })
})

test('from nothing to two terminals one can log in to, and back to nothing', async () => {
  test.setTimeout(300_000)
  const start = new Start(['--terminals', '2'])
  await start.ready()
  const [first, second] = start.devTools()
  expect(second).toBeTruthy()
  const user = demoUsers().find(({ role }) => role === 'customer_manager')
  if (!user) throw new Error('the demo has no customer manager')
  expect(start.output).toMatch(new RegExp(`${user.staffNo} +${user.password} +${user.name}`))
  expect(start.output).toMatch(/管户 \d+，待办 \d+ · book of \d+, \d+ tasks/)

  const browser = await chromium.connectOverCDP(first ?? '')
  const page = browser.contexts()[0]?.pages()[0]
  if (!page) throw new Error('the terminal has no page')
  await logIn(page, user)
  await browser.close()

  const run = runFile()
  expect((await fetch(`${run.headOffice?.url}/healthz`)).status).toBe(200)
  expect(await new Start(['--cut']).ended()).toBe(0)
  await expect
    .poll(() => start.output, { timeout: 20_000 })
    .toContain('The line to head office is cut')
  await expect(fetch(`${run.headOffice?.url}/healthz`)).rejects.toThrow()
  expect(await new Start(['--mend']).ended()).toBe(0)
  await expect.poll(() => start.output, { timeout: 60_000 }).toContain('head office stands again')
  expect((await fetch(`${run.headOffice?.url}/healthz`)).status).toBe(200)
  Object.assign(run, runFile())

  const other = new Start([])
  expect(await other.ended()).toBe(1)
  expect(other.output).toMatch(new RegExp(`已在运行（进程 ${run.owner.pid}）.*\\n.*already runs`))
  const processes = processesOf(run)
  expect(processes).toHaveLength(5)
  expect(processes.every(isRunning)).toBe(true)

  start.process.kill('SIGINT')
  expect(await start.ended()).toBe(130)
  expect(processes.filter(isRunning)).toEqual([])
  expect(existsSync(join(stateDir, 'run.json'))).toBe(false)
  expect(existsSync(join(stateDir, 'start.lock'))).toBe(false)
})

test('a killed start is cleared by the next, which keeps the data', async () => {
  test.setTimeout(300_000)
  const killed = new Start([])
  await killed.ready()
  const left = processesOf(runFile())
  process.kill(runFile().owner.pid, 'SIGKILL')
  await killed.ended()
  expect(left.filter(isRunning).length).toBeGreaterThan(1)

  const next = new Start([])
  await next.ready()
  expect(next.output).toMatch(/Ended \d processes that were left over/)
  expect(next.output).not.toContain('generating demo data')
  expect(next.output).toContain('2 branches, 350 customers')
  expect(left.filter(isRunning)).toEqual([])
  const { terminals } = runFile()
  expect(terminals).toHaveLength(1)

  next.process.kill('SIGTERM')
  await next.ended()
  const another = new Start(['--branches', '3'])
  expect(await another.ended()).toBe(1)
  expect(another.output).toMatch(/--customers 350 .*--branches 3.*--reset.*\n.*Add --reset/)
  const reset = new Start(['--reset', '--branches', '3'])
  await reset.ready()
  expect(reset.output).toContain('removing the database ocrm_demo')
  expect(reset.output).toContain('generating demo data')
  expect(reset.output).toContain('3 branches, 350 customers')
})

test('a taken port and imported data that is not there are said in both languages', async () => {
  test.setTimeout(180_000)
  const nothing = new Start(['--cut'])
  expect(await nothing.ended()).toBe(1)
  expect(nothing.output).toMatch(/没有在运行.*\n.*Nothing runs in this folder/)

  const missing = new Start(['--database', 'berka'])
  expect(await missing.ended()).toBe(1)
  expect(missing.output).toMatch(/ocrm_berka 还没有数据.*\n.*ocrm_berka holds no data yet/)

  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const port = String((taken.address() as AddressInfo).port)
  const start = new Start([], { HEAD_OFFICE_PORT: port })
  expect(await start.ended()).toBe(1)
  expect(start.output).toMatch(new RegExp(`端口 ${port} 已被占用.*\\n.*Port ${port} is taken`))
  taken.close()
})
