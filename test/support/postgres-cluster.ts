import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#head-office/postgres/embedded.ts'
import { isAlive, servingPid } from '#head-office/postgres/pid-file.ts'

const prefix = 'zhike-ocrm-test-'

/** Ends servers and removes folders of test runs that were killed before they could. */
async function clearAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const folder = join(tmpdir(), name)
    const owner = await readFile(join(folder, 'owner'), 'utf8').catch(() => '')
    if (owner === '' || isAlive(Number(owner))) continue
    const pid = await servingPid(join(folder, 'cluster'))
    if (pid) {
      process.kill(pid, 'SIGQUIT')
      for (let i = 0; i < 100 && isAlive(pid); i += 1) await pause(50)
    }
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * A throw-away PostgreSQL for one test run: the real server, without `fsync`. The folder lies below
 * the system's temporary folder and is gone after `stop`.
 */
export async function startTestCluster(): Promise<EmbeddedPostgres> {
  await clearAbandoned().catch(() => undefined)
  const dataDir = await mkdtemp(join(tmpdir(), prefix))
  const lines: string[] = []
  try {
    const server = await startEmbeddedPostgres({
      dataDir,
      durable: false,
      settings: { max_connections: 300, max_wal_size: '256MB' },
      log: (line) => {
        lines.push(line)
        if (lines.length > 200) lines.shift()
      },
    })
    return {
      ...server,
      async stop() {
        await server.stop()
        await rm(server.folder, { recursive: true, force: true })
        await rm(dataDir, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true })
    throw new Error(`test cluster did not start:\n${lines.join('\n')}`, { cause: error })
  }
}
