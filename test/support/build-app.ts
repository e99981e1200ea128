import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { build, type InlineConfig } from 'vite'

/** What to compile, as the product's own build does. */
export interface AppSources {
  /** Name → entry of the main folder; `index` is the main process. */
  main: Record<string, string>
  preload: string
  /** A folder of finished pages, copied as it is. */
  renderer?: string
  /** Packages to leave outside the bundles; none unless named. */
  external?: string[]
}

const alwaysExternal = ['electron', ...builtinModules, /^node:/]

function nodeBuild(
  input: Record<string, string>,
  outDir: string,
  format: 'es' | 'cjs',
  external: string[] = [],
): InlineConfig {
  return {
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input,
        external: [...alwaysExternal, ...external],
        output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js' },
      },
    },
  }
}

/** Compiles a small application into `dir`, laid out as the product is: `dist/main`, `dist/preload`. */
export async function buildApp(dir: string, sources: AppSources): Promise<string> {
  mkdirSync(dir, { recursive: true })
  const manifest = { name: 'fixture', version: '9.8.7', type: 'module', main: 'dist/main/index.js' }
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest))
  await build(nodeBuild(sources.main, join(dir, 'dist/main'), 'es', sources.external))
  await build(nodeBuild({ index: sources.preload }, join(dir, 'dist/preload'), 'cjs'))
  if (sources.renderer) cpSync(sources.renderer, join(dir, 'dist/renderer'), { recursive: true })
  return dir
}
