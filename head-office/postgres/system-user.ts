import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { PostgresFailure } from './failure.ts'

const execFileAsync = promisify(execFile)

/** The account PostgreSQL runs under when we are root, which it refuses to run as. */
export interface SystemUser {
  uid: number
  gid: number
}

async function idsOf(name: string): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await execFileAsync('id', [flag, name])).stdout)),
    )
    return uid && gid ? { uid, gid } : null
  } catch {
    return null
  }
}

/**
 * The user to run PostgreSQL as: null for ourselves. As root it is `postgres`, which is created
 * without a login where the system has none. Throws `noSystemUser`.
 */
export async function systemUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null
  const present = await idsOf('postgres')
  if (present) return present
  try {
    await execFileAsync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ])
  } catch {
    // BusyBox systems have adduser only.
    await execFileAsync('adduser', ['-S', '-D', '-H', 'postgres']).catch(() => undefined)
  }
  const made = await idsOf('postgres')
  if (!made) throw new PostgresFailure('noSystemUser', 'postgres')
  return made
}

/**
 * Whether a user can reach a file or folder through every folder above it. Asked of the system
 * itself, so that access lists and mount options count.
 */
export function canReach(user: SystemUser, path: string): boolean {
  const asked = spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', path], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
  })
  return asked.status === 0
}
