import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { identify, type ProcessIdentity } from '#tools/setup/lock.mjs'
import { appendLog, logPath } from './log-file.ts'
import { startedChildren } from './run-file.ts'
import { root } from './state.ts'

const graceMs = 10_000

/** A program that `npm start` runs and will end. */
export interface Child {
  process: ProcessIdentity
  /** Path of its log. */
  log: string
  /** Resolves with a few words once it is gone, whoever ended it. */
  ended: Promise<string>
  /** Ends it at once with everything it started: no farewell, no flush. */
  kill(): Promise<void>
  /** Asks it to end, and ends it with everything it started when it does not in ten seconds. */
  stop(): Promise<void>
}

/** Sends a signal to a whole process group; nothing happens when it is gone. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // Gone already.
  }
}

/**
 * Starts a program in a session of its own, so that a Ctrl-C in our terminal reaches only us and
 * everything ends in order. Each line of its output goes to its log and to `onLine`.
 */
export function startChild(
  name: string,
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  onLine: (line: string, stream: 'out' | 'err') => void,
): Child {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  })
  const identity = identify(child.pid ?? 0)
  if (child.pid !== undefined) startedChildren.note(identity)
  const log = appendLog(name)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${String(code)}`))
  })
  for (const stream of ['out', 'err'] as const) {
    createInterface({ input: stream === 'out' ? child.stdout : child.stderr }).on(
      'line',
      (line) => {
        log(line)
        onLine(line, stream)
      },
    )
  }
  return {
    process: identity,
    log: logPath(name),
    ended,
    async kill() {
      signalGroup(child, 'SIGKILL')
      await ended
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
      await ended
      clearTimeout(timer)
      // What it left behind in its group, such as a helper of a browser.
      signalGroup(child, 'SIGKILL')
    },
  }
}
