import { mkdirSync, readFileSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs'
import { join } from 'node:path'

/** What a second instance tells the first before it goes. */
export interface SecondInstance {
  argv: string[]
  cwd: string
}

const lockName = 'stand-in.lock'
const noticeName = 'stand-in.second'

/** Whether the process that wrote the lock is still one of ours. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  try {
    // A number may have gone to another program since.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('electron-stand-in')
  } catch {
    return false
  }
}

/** One running application per data folder: a file names the owner, another carries its visitors. */
export class InstanceLock {
  readonly #folder: string
  #watcher: FSWatcher | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  get held(): boolean {
    return this.#watcher !== undefined
  }

  /** Takes the lock, or tells the owner about us and returns false. */
  acquire(onSecond: (second: SecondInstance) => void): boolean {
    if (this.held) return true
    mkdirSync(this.#folder, { recursive: true })
    const lock = join(this.#folder, lockName)
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        writeFileSync(lock, String(process.pid), { flag: 'wx' })
        this.#listen(onSecond)
        return true
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      if (isAlive(Number(readFileSync(lock, 'utf8')))) break
      rmSync(lock, { force: true })
    }
    const notice: SecondInstance = { argv: process.argv, cwd: process.cwd() }
    writeFileSync(join(this.#folder, noticeName), JSON.stringify(notice))
    return false
  }

  /** Gives the lock up; idempotent. */
  release(): void {
    if (!this.held) return
    this.#watcher?.close()
    this.#watcher = undefined
    rmSync(join(this.#folder, lockName), { force: true })
  }

  #listen(onSecond: (second: SecondInstance) => void): void {
    const notice = join(this.#folder, noticeName)
    rmSync(notice, { force: true })
    this.#watcher = watch(this.#folder, (_event, name) => {
      if (name !== noticeName) return
      try {
        const second = JSON.parse(readFileSync(notice, 'utf8')) as SecondInstance
        rmSync(notice, { force: true })
        onSecond(second)
      } catch {
        // Half written or already taken: its next event brings the whole of it.
      }
    })
    this.#watcher.unref()
  }
}
