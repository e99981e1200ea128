import { join } from 'node:path'
import { hydratePostgres } from './hydrate.mjs'
import { install, isInstalled, isSetUp, markSetUp } from './install.mjs'
import { tryLock, unlock } from './lock.mjs'
import { root } from './paths.mjs'

const lockFile = join(root, '.ocrm/setup.lock')
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits for the set-up of another process in the same clone, telling whose it is. */
async function lockSetup() {
  let told = false
  for (;;) {
    const holder = tryLock(lockFile)
    if (!holder) return
    if (!told) {
      process.stderr.write(
        `▸ 正在等待另一个安装（进程 ${holder.pid}） · Waiting for another set-up (process ${holder.pid}) …\n`,
      )
      told = true
    }
    await pause(500)
  }
}

/**
 * Brings node_modules to what the lockfile says and makes PostgreSQL's links; returns at once when
 * that was done before. Two runs in one clone take turns.
 */
export async function setUp() {
  if (isSetUp()) return
  await lockSetup()
  process.once('exit', () => unlock(lockFile))
  try {
    if (isSetUp()) return
    if (!isInstalled()) await install()
    hydratePostgres()
    markSetUp()
  } finally {
    unlock(lockFile)
  }
}
