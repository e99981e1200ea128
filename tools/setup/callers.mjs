import { readFileSync } from 'node:fs'

const lookMs = 250

/** Variable that names the task runner's process to the task it runs. */
export const runnerVariable = 'OCRM_RUNNER_PID'

/** Parent of another process; null where the system does not tell. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null
  }
}

/**
 * Calls `onGone` once when npm, or the shell between npm and us, is gone: killed ones pass no signal
 * on, and a shell that gets SIGTERM does not either. Returns how to stop looking. Outside npm
 * nobody is watched, so that a person may leave a task running after the shell has ended.
 */
export function watchCallers(onGone) {
  if (!process.env.npm_lifecycle_event) return () => {}
  const parent = process.ppid
  const grandparent = parentOf(parent)
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return
    clearInterval(timer)
    onGone()
  }, lookMs)
  timer.unref()
  return () => clearInterval(timer)
}
