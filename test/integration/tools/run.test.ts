import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const nobody = 65534
let folder: string
let clone: string

interface Ended {
  code: number | null
  output: string
}

/** Environment of a person who starts afresh: no npm settings of the run that runs this test. */
function environment(extra: Record<string, string> = {}): Record<string, string> {
  const home = join(folder, 'home')
  return { PATH: process.env['PATH'] ?? '', HOME: home, ...extra }
}

async function run(
  args: readonly string[],
  options: { env?: Record<string, string>; uid?: number } = {},
): Promise<Ended> {
  let node = process.execPath
  if (options.uid !== undefined) {
    // The project, and Node in it, may be closed to other users.
    node = join(folder, 'node')
    cpSync(process.execPath, node)
  }
  const child = spawn(node, [join(clone, 'tools/run.mjs'), ...args], {
    cwd: clone,
    env: environment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString('utf8')))
  child.stderr.on('data', (data: Buffer) => (output += data.toString('utf8')))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/** A project with our task runner, no dependencies, and one task that runs `task.ts`. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhike-run-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'home'))
  clone = join(folder, 'clone')
  mkdirSync(clone)
  makeClone()
})

function makeClone(): void {
  cpSync(join(root, 'tools/run.mjs'), join(clone, 'tools/run.mjs'))
  cpSync(join(root, 'tools/setup'), join(clone, 'tools/setup'), { recursive: true })
  cpSync(join(root, '.npmrc'), join(clone, '.npmrc'))
  writeFileSync(
    join(clone, 'tools/setup/tasks.mjs'),
    `export const tasks = { setup: {}, go: { entry: 'task.ts', args: ['first'] }, gone: { entry: 'gone.ts' } }\n`,
  )
  writeDependencies({})
}

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A manifest and its lockfile: one local package, and whatever is asked for from the registry. */
function writeDependencies(registry: Record<string, string>): void {
  const manifest = {
    name: 'clone',
    version: '1.0.0',
    type: 'module',
    dependencies: { part: 'file:part', ...registry },
  }
  const packages: Record<string, object> = {
    '': manifest,
    part: { version: '1.0.0' },
    'node_modules/part': { resolved: 'part', link: true },
  }
  for (const [name, version] of Object.entries(registry)) {
    packages[`node_modules/${name}`] = { version, integrity: `sha512-${'A'.repeat(86)}==` }
  }
  const lock = { name: 'clone', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
  for (const name of ['part', 'other']) {
    mkdirSync(join(clone, name), { recursive: true })
    writeFileSync(join(clone, name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }))
  }
  writeFileSync(join(clone, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify(lock))
}

function writeTask(text: string): void {
  writeFileSync(join(clone, 'task.ts'), text)
}

describe('a task', () => {
  test('runs TypeScript with its arguments and keeps its exit code', async () => {
    writeTask(`const words: string[] = process.argv.slice(2)
      console.log(words.join(' '), process.cwd())
      process.exitCode = 7`)
    const { code, output } = await run(['go', 'second', '--third'])
    expect(output).toContain(`first second --third ${clone}`)
    expect(code).toBe(7)
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'hears %s and ends in order',
    async (signal) => {
      writeTask(`process.on('${signal}', () => { console.log('heard'); process.exit(3) })
      console.log('up')
      setInterval(() => {}, 1000)`)
      const child = spawn(process.execPath, [join(clone, 'tools/run.mjs'), 'go'], {
        env: environment(),
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      let output = ''
      for await (const data of child.stdout) {
        output += String(data)
        if (output === 'up\n') child.kill(signal)
      }
      expect(output).toBe('up\nheard\n')
      expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(3)
    },
  )

  test('that is unknown or absent is named in both languages', async () => {
    const unknown = await run(['fly'])
    expect(unknown.output).toMatch(/没有名为“fly”的命令.*\n.*There is no task "fly"/)
    expect(unknown.code).toBe(1)
    const absent = await run(['gone'])
    expect(absent.output).toMatch(/不含 gone\.ts.*\n.*does not contain gone\.ts/)
    expect(absent.code).toBe(1)
  })

  test('is refused under an old Node, with what to do', () => {
    const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.20.0'})`
    const ended = spawnSync(
      process.execPath,
      ['--import', old, join(clone, 'tools/run.mjs'), 'setup'],
      { env: environment(), encoding: 'utf8' },
    )
    expect(ended.status).toBe(1)
    expect(ended.stderr).toMatch(/需要 Node 20.*\n.*Node 20 or later is needed/)
    expect(existsSync(join(clone, 'node_modules'))).toBe(false)
  })
})

describe('the set-up', () => {
  test('runs npm ci once, also when two start at the same time', async () => {
    const both = await Promise.all([run(['setup']), run(['setup'])])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    const installs = both.map(
      ({ output }) => output.match(/Installing packages .* …/g)?.length ?? 0,
    )
    expect(installs.sort()).toEqual([0, 1])
    const again = await run(['setup'])
    expect(again.output).not.toContain('Installing')
  })

  test('runs again when the lockfile changed, and says what is wrong with it', async () => {
    await run(['setup'])
    const manifest = readFileSync(join(clone, 'package.json'), 'utf8')
    writeFileSync(
      join(clone, 'package.json'),
      manifest.replace('"part":"file:part"', '"part":"file:part","other":"file:other"'),
    )
    appendFileSync(join(clone, 'package-lock.json'), '\n')
    const { code, output } = await run(['setup'])
    expect(output).toMatch(/与 package\.json 不一致.*\n.*does not match package\.json/)
    expect(code).toBe(1)
  })

  test('tells when the registry cannot be reached', async () => {
    writeDependencies({ absent: '1.0.0' })
    const { code, output } = await run(['setup'], {
      env: { npm_config_registry: 'http://127.0.0.1:9/' },
    })
    expect(output).toMatch(/无法连接 npm 软件源.*\n.*registry cannot be reached/)
    expect(output).not.toMatch(/at .*\.m?js:\d+/)
    expect(code).toBe(1)
  })

  test('tells when it may not write, without a stack', async (context) => {
    context.skip(process.getuid?.() !== 0, 'needs root to become a user without rights')
    chownSync(join(folder, 'home'), nobody, nobody)
    const { code, output } = await run(['setup'], { uid: nobody })
    expect(output).toMatch(/没有权限写入.*\n.*No permission to write/)
    expect(output.trim().split('\n')).toHaveLength(2)
    expect(code).toBe(1)
  })

  test('tells when the disk has no room, before npm tries', async (context) => {
    const disk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', clone])
    context.skip(disk.status !== 0, 'needs the right to mount a small disk')
    try {
      makeClone()
      const { code, output } = await run(['setup'])
      expect(output).toMatch(/磁盘已满.*\n.*The disk is full/)
      expect(code).toBe(1)
    } finally {
      spawnSync('umount', [clone])
    }
  })

  test('needs no home folder', async () => {
    const { code } = await run(['setup'], { env: { HOME: '/nonexistent' } })
    expect(code).toBe(0)
  })
})
