import { spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { program } from './binaries.ts'
import { clusterFolder } from './cluster.ts'
import { failureFromOutput, PostgresFailure } from './failure.ts'
import { isAlive, readPidFile, servingPid } from './pid-file.ts'
import type { Placement } from './placement.ts'
import { runProgram, spawnOptions } from './program.ts'

const startLimitMs = 120_000
const stopLimitSeconds = 30

/** Settings of the server, as `postgresql.conf` names and writes them. */
export type ServerSettings = Record<string, string | number>

/** A started server: its process number and what to wait for at its end. */
export interface RunningServer {
  pid: number
  /** Resolves when the process is gone, whoever ended it. */
  ended: Promise<void>
}

function ownerFile(placement: Placement): string {
  return join(placement.folder, 'owner')
}

/**
 * Makes the cluster ours: stops a server whose owner was killed, and removes a `postmaster.pid`
 * that only looks alive. Throws `inUse` while the owner of a running server lives.
 */
export async function takeOver(placement: Placement): Promise<void> {
  const cluster = clusterFolder(placement)
  if (await servingPid(cluster)) {
    const owner = Number(await readFile(ownerFile(placement), 'utf8').catch(() => ''))
    if (isAlive(owner)) throw new PostgresFailure('inUse', String(owner))
    await stopServer(placement)
  }
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  await writeFile(ownerFile(placement), String(process.pid))
}

/** Ends all sessions and stops the server, gently first; nothing happens where none runs. */
export async function stopServer(placement: Placement): Promise<void> {
  const cluster = clusterFolder(placement)
  const stop = async (mode: 'fast' | 'immediate'): Promise<void> => {
    await runProgram(placement, program(placement.binaries, 'pg_ctl'), [
      'stop',
      `--pgdata=${cluster}`,
      '--wait',
      `--timeout=${stopLimitSeconds}`,
      `--mode=${mode}`,
    ]).catch(async (error: unknown) => {
      // It may have ended between our look and the call.
      if (await servingPid(cluster)) throw error
    })
  }
  if (!(await servingPid(cluster))) return
  await stop('fast').catch(() => stop('immediate'))
}

/** A TCP port of the loopback interface that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function settingArguments(port: number, settings: ServerSettings): string[] {
  const all: ServerSettings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    synchronous_commit: 'on',
    ...settings,
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/**
 * Starts the server in a session of its own, so that a Ctrl-C meant for us does not reach it before
 * those who still write, and waits until it answers. `log` gets its lines.
 */
export async function launchServer(
  placement: Placement,
  port: number,
  settings: ServerSettings,
  log: (line: string) => void,
): Promise<RunningServer> {
  const cluster = clusterFolder(placement)
  const child = spawn(
    program(placement.binaries, 'postgres'),
    ['-D', cluster, ...settingArguments(port, settings)],
    { ...spawnOptions(placement), stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  let early = ''
  child.stderr?.on('data', (data: Buffer) => {
    const text = data.toString('utf8')
    if (early.length < 20_000) early += text
    for (const line of text.split('\n')) if (line.trim()) log(line)
  })
  let gone = false
  const ended = new Promise<void>((resolve) => {
    const finish = (): void => {
      gone = true
      resolve()
    }
    child.once('error', (error) => {
      early += error.message
      finish()
    })
    child.once('close', finish)
  })
  const limit = performance.now() + startLimitMs
  while (performance.now() < limit) {
    if (gone || child.pid === undefined) {
      await ended
      throw failureFromOutput(early, placement.folder)
    }
    const file = await readPidFile(cluster)
    if (file?.ready && file.pid === child.pid) return { pid: child.pid, ended }
    await pause(25)
  }
  child.kill('SIGKILL')
  throw new PostgresFailure('startFailed', early)
}
