import { createRequire } from 'node:module'
import inspector from 'node:inspector'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArguments } from './app/arguments.ts'

// Node makes these when they are first used; a debugger that attaches meanwhile can spoil that for good.
void [performance, Request, Response, Headers]

const args = parseArguments(process.argv.slice(2))
if (args.inspect !== undefined) inspector.open(args.inspect, '127.0.0.1')
process.env['STANDIN_APP_DIR'] = resolve(args.app)
if (args.debugPort !== undefined) process.env['STANDIN_DEBUG_PORT'] = args.debugPort
else delete process.env['STANDIN_DEBUG_PORT']
Object.assign(process, { type: 'browser', argv: [process.argv0, args.app, ...args.rest] })

const { app } = await import('./app/app.ts')
const { appDir, manifest } = await import('./app/paths.ts')
const { browser } = await import('./browser/browser.ts')

process.on('uncaughtException', (error) => {
  console.error('[stand-in] uncaught exception in the main process', error)
  app.exit(1)
})

// Playwright needs the browser's port before it lets the application become ready.
if (args.debugPort !== undefined) browser.start().catch(() => app.exit(1))
for (const module of args.preloads) createRequire(import.meta.url)(resolve(module))
await import(pathToFileURL(join(appDir, manifest.main ?? 'index.js')).href)
app.becomeReady()
