import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The running program: two terminals of one branch and a head office that can be cut off. */
export interface Program {
  /** DevTools addresses of the terminals. */
  terminals: string[]
  /** Stops head office in its tracks: to the terminals the network is gone. */
  cutOff: () => void
  reconnect: () => void
  /** Ends everything in order. */
  stop: () => Promise<void>
}

interface RunFile {
  headOffice: { process: { pid: number } }
  terminals: { devTools: string | null }[]
}

const startLimitMs = 5 * 60_000
const endLimitMs = 30_000

function ready(child: ChildProcess, terminals: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('npm start took too long')), startLimitMs)
    let seen = 0
    if (!child.stdout || !child.stderr) throw new Error('the program has no output')
    createInterface(child.stderr).on('line', (line) => console.error(`  ${line}`))
    createInterface(child.stdout).on('line', (line) => {
      if (!line.startsWith('Terminal ready:') || ++seen < terminals) return
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`npm start ended with ${code}`))
    })
  })
}

/** Starts the real thing without windows, on a database of its own in `stateDir`. */
export async function startProgram(
  root: string,
  stateDir: string,
  keep: boolean,
): Promise<Program> {
  const terminals = 2
  const child = spawn(
    process.execPath,
    [
      join(root, 'tools/start/main.ts'),
      '--no-window',
      '--terminals',
      String(terminals),
      ...(keep ? [] : ['--reset']),
    ],
    {
      cwd: root,
      env: { ...process.env, OCRM_STATE_DIR: stateDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await ready(child, terminals)
  const run = JSON.parse(readFileSync(join(stateDir, 'run.json'), 'utf8')) as RunFile
  const signal = (name: NodeJS.Signals): void => {
    process.kill(run.headOffice.process.pid, name)
  }
  return {
    terminals: run.terminals.flatMap(({ devTools }) => devTools ?? []),
    cutOff: () => signal('SIGSTOP'),
    reconnect: () => signal('SIGCONT'),
    stop: async () => {
      signal('SIGCONT')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), endLimitMs)
      await ended
      clearTimeout(timer)
    },
  }
}
