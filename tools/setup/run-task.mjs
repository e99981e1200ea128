import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { runnerVariable, watchCallers } from './callers.mjs'
import { causeOf, SetupFailure } from './failures.mjs'
import { pinnedNodePath, root } from './paths.mjs'
import { setUp } from './set-up.mjs'
import { tasks } from './tasks.mjs'

const compileCache = join(root, 'node_modules', '.cache', 'compiled')

/** The Node that runs TypeScript: the pinned one where it works on this system, else our own ≥ 24. */
function runtime() {
  const pinned = pinnedNodePath()
  if (pinned && existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const platform = `${process.platform}-${process.arch}`
  throw new SetupFailure('noPinnedNode', { platform, version: process.version })
}

/**
 * Runs a child to its end with our own input and output. A terminal sends Ctrl-C to both of us, so
 * only what reached us alone is passed on.
 */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      [runnerVariable]: String(process.pid),
      // What was compiled once is not compiled again by the next process of ours: half of a start.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compileCache,
    }
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
      })
    }
    const unwatch = watchCallers(() => child.kill('SIGTERM'))
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      unwatch()
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}

function taskOf(name) {
  const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined
  if (task) return task
  throw new SetupFailure('taskUnknown', { task: name ?? '', known: Object.keys(tasks).join(' ') })
}

/** Finishes the set-up, runs one task of the table and ends this process with its exit code. */
export async function runTask(name, args) {
  try {
    const task = taskOf(name)
    await setUp()
    if (!task.entry) {
      process.stderr.write('✓ 安装完成 · Set-up is complete\n')
      return
    }
    const entry = join(root, task.entry)
    if (!existsSync(entry)) throw new SetupFailure('taskMissing', { entry: task.entry })
    process.exitCode = await run(runtime(), [
      entry,
      ...(task.args ?? []),
      ...(args.length > 0 ? args : (task.usual ?? [])),
    ])
  } catch (error) {
    const cause = error.code ? causeOf(String(error.code)) : null
    const shown =
      error instanceof SetupFailure || !cause
        ? error
        : new SetupFailure(cause, { path: error.path ?? root })
    process.stderr.write(`✗ ${shown instanceof SetupFailure ? shown.message : shown.stack}\n`)
    process.exitCode = 1
  }
}
