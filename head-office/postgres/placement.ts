import { chmod, chown, mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { packagedBinaries, reachableBinaries, type Binaries } from './binaries.ts'
import { canReach, systemUser, type SystemUser } from './system-user.ts'

/** Folder of the system's for what must lie outside a private clone. Root only. */
export const defaultShelter = '/var/lib/zhike-ocrm'

/** Programs, folder and account of one cluster, settled before anything is started. */
export interface Placement {
  binaries: Binaries
  /** Absolute; holds the cluster, its password and its log. */
  folder: string
  /** Null where we run PostgreSQL under our own account. */
  user: SystemUser | null
}

/**
 * Where a cluster asked for at `dataDir` really lies: there, except for root when the account that
 * runs PostgreSQL cannot enter (a clone under root's home): then in the shelter, under a name made
 * of the wanted path, so that the same clone always finds its own data.
 */
export async function placementFolder(
  dataDir: string,
  user: SystemUser | null,
  shelter: string = defaultShelter,
): Promise<string> {
  const wanted = resolve(dataDir)
  if (!user) return wanted
  await mkdir(dirname(wanted), { recursive: true })
  if (canReach(user, dirname(wanted))) return wanted
  return join(shelter, sha256Hex(wanted).slice(0, 16))
}

/** Settles programs, folder and account, and makes the folder private to that account. */
export async function place(dataDir: string, shelter: string = defaultShelter): Promise<Placement> {
  const user = await systemUser()
  const folder = await placementFolder(dataDir, user, shelter)
  await mkdir(dirname(folder), { recursive: true })
  await mkdir(folder, { recursive: true })
  if (process.platform !== 'win32') await chmod(folder, 0o700)
  if (!user) return { binaries: await packagedBinaries(), folder, user }
  // A strict umask must not close the shelter to the account it is there for.
  if (dirname(folder) === resolve(shelter)) await chmod(shelter, 0o755)
  await chown(folder, user.uid, user.gid)
  return { binaries: await reachableBinaries(user, shelter), folder, user }
}
