import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readRecording } from './recording.ts'

const run = promisify(execFile)
const source = fileURLToPath(new URL('shim.c', import.meta.url))

/** Makes the recorder with this machine's C compiler. */
export async function compileShim(to: string): Promise<void> {
  await run('cc', ['-O2', '-shared', '-fPIC', '-o', to, source, '-ldl', '-lpthread'])
}

/** Environment in which a process records what it does to a folder. */
export function recordedIn(shim: string, folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LD_PRELOAD: shim,
    RECORD_FOLDER: folder,
    RECORD_LOG: `${folder}.log`,
    RECORD_STATES: `${folder}.states`,
  }
}

/** Why this machine cannot record, or undefined: tries it. */
export async function unableToRecord(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'recording of file calls (LD_PRELOAD) needs Linux'
  const folder = await mkdtemp(join(tmpdir(), 'ocrm-shim-'))
  try {
    const shim = join(folder, 'shim.so')
    try {
      await compileShim(shim)
    } catch {
      return 'no C compiler works here (cc); install gcc or clang'
    }
    const act = `require('fs').writeFileSync(${JSON.stringify(join(folder, 'f', 'probe'))}, 'x')`
    const made = `require('fs').mkdirSync(${JSON.stringify(join(folder, 'f'))});${act}`
    await run(process.execPath, ['-e', made], { env: recordedIn(shim, join(folder, 'f')) })
    const log = await readFile(join(folder, 'f.log')).catch(() => Buffer.alloc(0))
    const seen = readRecording(log).some(({ kind }) => kind === 'written')
    return seen ? undefined : 'LD_PRELOAD does not reach the file calls of this Node.js'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
