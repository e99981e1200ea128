import { existsSync } from 'node:fs'
import { chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomKey } from '#platform/crypto/hash.ts'
import { program } from './binaries.ts'
import type { Placement } from './placement.ts'
import { runProgram } from './program.ts'

/** Name of the cluster's owner, who alone may log in. */
export const superuser = 'ocrm'

/** PostgreSQL's own data directory inside a {@link Placement}. */
export function clusterFolder(placement: Placement): string {
  return join(placement.folder, 'cluster')
}

/**
 * Makes the cluster on first use and returns the owner's password (kept beside it, mode 0600). The
 * folder gets its name when it is complete, so a killed first start is simply repeated.
 *
 * Sorting is PostgreSQL's built-in `C.UTF-8`: the same byte order on every machine and after every
 * upgrade of the system's C or ICU library, so that no index can go stale; where people read a
 * list, pinyin columns give the order.
 */
export async function ensureCluster(placement: Placement, durable: boolean): Promise<string> {
  const cluster = clusterFolder(placement)
  const passwordFile = join(placement.folder, 'password')
  if (existsSync(cluster)) return (await readFile(passwordFile, 'utf8')).trim()
  const password = randomKey(24).toString('base64url')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (placement.user) await chown(passwordFile, placement.user.uid, placement.user.gid)
  await removeDrafts(placement)
  // A name of its own: initdb of a killed start may still be at work in the other.
  const draft = `${cluster}.new-${randomKey(4).toString('hex')}`
  await runProgram(placement, program(placement.binaries, 'initdb'), [
    `--pgdata=${draft}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ])
  await rename(draft, cluster)
  return password
}

async function removeDrafts(placement: Placement): Promise<void> {
  for (const name of await readdir(placement.folder)) {
    if (!name.startsWith('cluster.new-')) continue
    await rm(join(placement.folder, name), { recursive: true, force: true, maxRetries: 3 })
  }
}
