import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** When a process began, in the kernel's own unit; '' where the system does not tell. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return ''
  }
}

/** What identifies a running process beyond a reused number. */
export function identify(pid) {
  return { pid, started: startOf(pid) }
}

/** Whether the process that {@link identify} described is still the one that runs. */
export function isRunning({ pid, started }) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  const now = startOf(pid)
  return now === '' || !started || now === started
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Takes a lock file for this process. Returns null when it is ours, otherwise the holder. The file
 * appears together with its content (hard link), and what a dead process left is taken over.
 */
export function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(identify(process.pid)))
  try {
    for (;;) {
      try {
        linkSync(draft, file)
        return null
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
      const holder = read(file)
      if (holder && isRunning(holder)) return holder
      const stale = `${draft}.stale`
      try {
        renameSync(file, stale)
      } catch (error) {
        if (error.code !== 'ENOENT') throw error
        continue
      }
      const moved = read(stale)
      if (moved && isRunning(moved)) {
        // Someone else took over between our look and our move: hand it back.
        renameSync(stale, file)
        return moved
      }
      rmSync(stale, { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Gives back a lock of this process; a lock of another is left alone. */
export function unlock(file) {
  if (read(file)?.pid === process.pid) rmSync(file, { force: true })
}
