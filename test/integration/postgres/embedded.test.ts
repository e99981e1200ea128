import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#head-office/postgres/embedded.ts'

const running: EmbeddedPostgres[] = []
let folder: string

async function start(options: { port?: number } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    durable: false,
    ...options,
  })
  running.push(server)
  return server
}

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as T[]
  } finally {
    await client.end()
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhike-postgres-'))
  await chmod(folder, 0o755)
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('the embedded PostgreSQL', () => {
  test('serves a new cluster and keeps its data over a restart', async () => {
    const first = await start()
    expect(await first.createDatabase('branch')).toBe(true)
    expect(await first.createDatabase('branch')).toBe(false)
    await ask(first.url('branch'), `create table t as select '周建华' as name`)
    await first.stop()

    const second = await start()
    expect(await ask(second.url('branch'), 'select name from t')).toEqual([{ name: '周建华' }])
  })

  test('sorts by bytes in UTF-8, whatever the system has installed', async () => {
    const server = await start()
    const [row] = await ask<Record<string, string>>(
      server.url('postgres'),
      `select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider,
              datlocale as locale from pg_database where datname = 'postgres'`,
    )
    expect(row).toEqual({ encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' })
    expect(
      await ask(server.url('postgres'), `select upper('é') as upper, 'b' < 'a' as wrong`),
    ).toEqual([{ upper: 'É', wrong: false }])
  })

  test('lets nobody in without the password, and only over loopback TCP', async () => {
    const server = await start()
    const wrong = server.url('postgres').replace(/:[^:@]+@/, ':guess@')
    await expect(ask(wrong, 'select 1')).rejects.toThrow(/password authentication failed/)
    const settings = await ask<{ name: string; setting: string }>(
      server.url('postgres'),
      `select name, setting from pg_settings
       where name in ('listen_addresses', 'unix_socket_directories', 'synchronous_commit')
       order by name`,
    )
    expect(settings.map((row) => row.setting)).toEqual(['127.0.0.1', 'on', ''])
    const password = await stat(join(server.folder, 'password'))
    expect(password.mode & 0o777).toBe(0o600)
  })

  test('drops a database together with its open sessions', async () => {
    const server = await start()
    await server.createDatabase('gone')
    const client = new pg.Client({ connectionString: server.url('gone') })
    client.on('error', () => undefined)
    await client.connect()
    await server.dropDatabase('gone')
    await server.dropDatabase('gone')
    await expect(ask(server.url('gone'), 'select 1')).rejects.toThrow(/does not exist/)
  })

  test('says which port is taken when one was asked for', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await expect(start({ port })).rejects.toMatchObject({
      code: 'portTaken',
      detail: String(port),
    })
    other.close()
  })

  test('says that the disk is full', async (context) => {
    const disk = join(folder, 'disk')
    await mkdir(disk)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk])
    context.skip(mounted.status !== 0, 'needs the right to mount a small disk')
    try {
      await expect(
        startEmbeddedPostgres({ dataDir: join(disk, 'postgres'), durable: false }),
      ).rejects.toMatchObject({ code: 'diskFull' })
    } finally {
      spawnSync('umount', [disk])
    }
  })

  test('refuses a second owner of the same folder while the first lives', async () => {
    const first = await start()
    await expect(start()).rejects.toMatchObject({ code: 'inUse', detail: String(process.pid) })
    expect(await ask(first.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('leaves a stranger alone whose number stands in a stale postmaster.pid', async () => {
    const first = await start()
    const pidFile = join(first.folder, 'cluster/postmaster.pid')
    const text = await readFile(pidFile, 'utf8')
    await first.stop()
    // Our own parent plays the stranger: a signal would end the test run.
    await writeFile(pidFile, text.replace(/^\d+/, String(process.ppid)))
    const second = await start()
    expect(await ask(second.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
  })
})
