import { setTimeout as pause } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from '#tools/setup/lock.mjs'
import { leftovers, removeRunFile } from './run-file.ts'

const graceMs = 5_000

function signal(target: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    // Each was started as the leader of a group of its own.
    if (process.platform === 'win32') process.kill(target.pid, name)
    else process.kill(-target.pid, name)
  } catch {
    // Gone already.
  }
}

/**
 * Ends what a killed `npm start` left running (its terminals and head office; PostgreSQL is taken
 * over by the next start) and forgets it. Returns how many there were.
 */
export async function clearLeftovers(): Promise<number> {
  const left = leftovers()
  for (const target of left) signal(target, 'SIGTERM')
  const limit = performance.now() + graceMs
  while (left.some(isRunning) && performance.now() < limit) await pause(50)
  for (const target of left.filter(isRunning)) signal(target, 'SIGKILL')
  removeRunFile()
  return left.length
}
