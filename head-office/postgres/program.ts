import { spawn, type SpawnOptions } from 'node:child_process'
import { failureFromOutput } from './failure.ts'
import type { Placement } from './placement.ts'

/** How every program of PostgreSQL is started: its account, English messages, no terminal. */
export function spawnOptions(placement: Placement): SpawnOptions {
  return {
    cwd: placement.folder,
    env: { ...process.env, LC_ALL: 'C' },
    windowsHide: true,
    ...(placement.user ?? {}),
  }
}

/** Runs one program to its end; throws the failure that its output names. */
export async function runProgram(
  placement: Placement,
  command: string,
  args: string[],
): Promise<void> {
  const child = spawn(command, args, {
    ...spawnOptions(placement),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (data: Buffer): void => {
    output += data.toString('utf8')
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw failureFromOutput(output, placement.folder)
}
