import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execFileAsync = promisify(execFile)

/** What the server writes about itself into `postmaster.pid`. */
export interface PidFile {
  pid: number
  ready: boolean
}

/** Content of `postmaster.pid`; null where there is none. Line 1 is the process, line 8 its state. */
export async function readPidFile(cluster: string): Promise<PidFile | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n').map((line) => line.trim())
  return { pid: Number(lines[0]), ready: lines[7] === 'ready' }
}

/** Whether a process of this number exists, whosever it is. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function commandLine(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return (await execFileAsync('ps', ['-ww', '-p', String(pid), '-o', 'command='])).stdout
  } catch {
    return null
  }
}

/**
 * The process that serves this cluster, or null. After a crash of the machine the number in
 * `postmaster.pid` may belong to a stranger, who must not be signalled: the command line decides.
 * Windows tells none; there the number alone counts.
 */
export async function servingPid(cluster: string): Promise<number | null> {
  const file = await readPidFile(cluster)
  if (!file || !isAlive(file.pid)) return null
  if (process.platform === 'win32') return file.pid
  return (await commandLine(file.pid))?.includes(cluster) ? file.pid : null
}
