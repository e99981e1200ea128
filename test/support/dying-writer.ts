import { existsSync, rmSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { createOperations } from '#main/sync/writing/operations.ts'
import { serveOperations } from '#main/sync/writing/serve.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'

/**
 * The writer, except that it kills the whole process in the middle of the next cache effect when the
 * file named by `OCRM_TEST_DIE` exists: the journal has committed, the cache has not.
 */
const flag = process.env['OCRM_TEST_DIE'] ?? ''
const files = new WriterFiles()
const operations = createOperations({ fill: () => true, update: () => {} }, files)

const armed: typeof operations = {
  ...operations,
  async 'cache.open'(args) {
    const state = await operations['cache.open'](args)
    files.cacheFile?.function('die_if_told', () => {
      if (!existsSync(flag)) return 0
      rmSync(flag)
      process.kill(process.pid, 'SIGKILL')
      return 1
    })
    files.cacheFile?.exec(
      `CREATE TEMP TRIGGER IF NOT EXISTS die AFTER INSERT ON main.overlay
       BEGIN SELECT die_if_told(); END`,
    )
    return state
  },
}

if (parentPort) serveOperations(parentPort, armed)
