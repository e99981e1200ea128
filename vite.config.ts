import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type EnvironmentOptions } from 'vite'

const pkg = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string
  dependencies: Record<string, string>
}

/** What the packaged application finds at run time instead of inside the bundle. */
const external = [
  'electron',
  ...builtinModules,
  /^node:/,
  ...Object.keys(pkg.dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
]

/** One Node-side bundle. `es` for the main process and the service, `cjs` for a sandboxed preload. */
function node(
  input: Record<string, string>,
  outDir: string,
  format: 'es' | 'cjs',
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: [] },
    build: {
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input,
        external,
        output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js' },
      },
    },
  }
}

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [vue()],
  define: { __APP_VERSION__: JSON.stringify(pkg.version) },
  environments: {
    client: {
      build: {
        outDir: '../dist/renderer',
        emptyOutDir: true,
        target: 'chrome150',
        chunkSizeWarningLimit: 2500,
      },
    },
    main: node(
      { index: 'main/index.ts', service: 'main/service.ts', writer: 'main/writer.ts' },
      '../dist/main',
      'es',
    ),
    preload: node({ index: 'preload/index.ts' }, '../dist/preload', 'cjs'),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload', 'client']) {
        const environment = builder.environments[name]
        if (environment) await builder.build(environment)
      }
    },
  },
})
