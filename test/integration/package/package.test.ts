import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import asar from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '#test/support/build-app.ts'
import { launchTerminal, repository } from '#test/support/terminal-app.ts'

interface Lock {
  packages: Record<string, { dev?: boolean; optional?: boolean; version?: string }>
}
type Manifest = Record<string, unknown> & { devDependencies?: unknown }

const folder = mkdtempSync(join(tmpdir(), 'ocrm-package-'))
const project = join(folder, 'project')
const unpacked = join(folder, 'release/linux-unpacked')
const archive = join(unpacked, 'resources/app.asar')

/** Folders of the packages under `dependencies` and what they need, as the lockfile has them. */
function runtimePackages(): string[] {
  const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as Lock
  return Object.entries(lock.packages).flatMap(([path, entry]) =>
    path.startsWith('node_modules/') && !entry.dev && !entry.optional ? [path] : [],
  )
}

/** Name of the package in a folder; packing may move it up. */
const nameOf = (path: string) => path.split('node_modules/').at(-1) ?? ''

/** The repository as electron-builder sees it, with files around that must stay out. */
async function assemble(): Promise<void> {
  const fixture = join(repository, 'test/integration/shell/app')
  await buildApp(project, {
    main: { index: join(repository, 'main/index.ts'), service: join(fixture, 'service.ts') },
    preload: join(repository, 'preload/index.ts'),
    renderer: join(fixture, 'pages'),
    external: ['zod'],
  })
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest
  delete manifest.devDependencies
  delete manifest['optionalDependencies']
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest))
  cpSync(join(repository, 'electron-builder.yml'), join(project, 'electron-builder.yml'))
  for (const path of runtimePackages()) {
    cpSync(join(repository, path), join(project, path), { recursive: true })
  }
  for (const stray of [
    'dist/main/index.js.map',
    'dist/notes.txt',
    'tools/electron-stand-in/electron.ts',
    'test/unit/a.test.ts',
    'head-office/main.ts',
    'main/index.ts',
    'docs/operations.md',
    '.ocrm/demo.json',
    'terminal.json',
  ]) {
    mkdirSync(join(project, dirname(stray)), { recursive: true })
    writeFileSync(join(project, stray), 'stray')
  }
}

/** States of a fuse in the wire, as `@electron/fuses` writes them. */
const [off, on] = ['0', '1'].map((digit) => digit.charCodeAt(0)) as [number, number]

/** A folder shaped like Electron's, whose executable carries a fuse wire: all 0, eight long. */
function createElectronShape(): string {
  const dist = join(folder, 'electron')
  for (const language of ['zh-CN', 'en-US', 'de', 'fr']) {
    mkdirSync(join(dist, 'locales'), { recursive: true })
    writeFileSync(join(dist, 'locales', `${language}.pak`), language)
  }
  mkdirSync(join(dist, 'resources'))
  writeFileSync(join(dist, 'version'), '45.4.1')
  writeFileSync(join(dist, 'LICENSE'), '')
  writeFileSync(join(dist, 'LICENSES.chromium.html'), '')
  const wire = Buffer.from([1, 8, ...Array.from({ length: 8 }, () => off)])
  const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
  writeFileSync(join(dist, 'electron'), Buffer.concat([Buffer.alloc(64), sentinel, wire]))
  return dist
}

beforeAll(async () => {
  await assemble()
  await promisify(execFile)(
    process.execPath,
    [
      join(repository, 'node_modules/electron-builder/cli.js'),
      '--linux',
      'dir',
      '--x64',
      '--projectDir',
      project,
      `-c.electronDist=${createElectronShape()}`,
      '-c.electronVersion=45.4.1',
      `-c.directories.output=${join(folder, 'release')}`,
    ],
    { cwd: project, maxBuffer: 1e8 },
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

describe('the package', () => {
  const files = () =>
    asar.listPackage(archive, { isPack: false }).map((path) => path.replace(/^[\\/]/, ''))

  test('holds the build, the manifest and the run-time packages, and nothing else', () => {
    const built = readdirSync(join(project, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /^(main|preload|renderer)[\\/].+\.(js|cjs|html|css)$/.test(path))
      .map((path) => `dist/${path.replaceAll('\\', '/')}`)
    expect(built).toContain('dist/main/service.js')
    const own = files().filter((path) => !path.startsWith('node_modules') && /\.\w+$/.test(path))
    expect(own.sort()).toEqual([...built, 'package.json'].sort())
    const expected = new Set(runtimePackages().map(nameOf))
    const packed = new Set(
      files().flatMap((path) => {
        const match =
          /^(node_modules\/(?:.+\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)
        return match?.[1] ? [nameOf(match[1])] : []
      }),
    )
    expect([...packed].filter((name) => !expected.has(name))).toEqual([])
    for (const name of ['better-sqlite3', 'typeorm', 'zod', 'electron-updater']) {
      expect(packed.has(name), name).toBe(true)
    }
  })

  test('holds no source, map or SQLite build of another platform', () => {
    expect(files().filter((path) => /\.(map|ts|mts|cts)$/.test(path))).toEqual([])
    expect(files().filter((path) => path.endsWith('.node'))).toEqual([
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ])
    const outside = readdirSync(
      join(unpacked, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds'),
    )
    expect(outside).toEqual(['linux-x64.node'])
  })

  test('keeps the two languages of the product', () => {
    expect(readdirSync(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
  })

  test('sets every fuse of this Electron line', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'zhike-ocrm'))
    const states = Object.fromEntries(
      Object.values(FuseV1Options)
        .filter((fuse) => typeof fuse === 'number')
        .map((fuse) => [FuseV1Options[fuse], Number(wire[fuse]) === on]),
    )
    expect(states).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
    })
    const configured = readFileSync(join(repository, 'electron-builder.yml'), 'utf8')
    for (const name of Object.keys(states)) {
      expect(configured).toContain(`  ${name.charAt(0).toLowerCase()}${name.slice(1)}: `)
    }
  })

  test('runs from what was packed, without the repository’s modules', async () => {
    const extracted = join(folder, 'extracted')
    asar.extractAll(archive, extracted)
    const userData = join(folder, 'data')
    mkdirSync(userData)
    writeFileSync(
      join(userData, 'terminal.json'),
      JSON.stringify({ headOfficeUrl: 'http://127.0.0.1:9', deviceName: 'PC', demo: true }),
    )
    const terminal = await launchTerminal({ userData, appDir: extracted })
    try {
      await expect
        .poll(() => terminal.window.evaluate(() => window.branch.service.state()))
        .toEqual({ ok: true, value: { state: 'ready', restarts: 0, error: null } })
    } finally {
      expect(await terminal.close()).toBe(0)
    }
  })
})
