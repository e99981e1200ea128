import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { causeOf, SetupFailure } from './failures.mjs'
import { pinnedNodePath, root } from './paths.mjs'
import { step } from './progress.mjs'

/** What node_modules takes, with room for npm's own work. */
const neededBytes = 1_500_000_000
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.zhike-setup.json')

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function wantedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return {
    lock: createHash('sha256').update(lock).digest('hex'),
    system: `${process.platform}-${process.arch}`,
  }
}

/** Whether the last finished set-up was for this lockfile on this system. */
export function isSetUp() {
  const stamp = readJson(stampFile)
  const wanted = wantedStamp()
  return stamp?.lock === wanted.lock && stamp.system === wanted.system
}

/** Records that the set-up is finished. */
export function markSetUp() {
  writeFileSync(stampFile, JSON.stringify(wantedStamp()))
}

/**
 * Whether what npm recorded in node_modules is what the lockfile asks for; packages of other
 * systems may be absent. Spares `npm ci` after an install made by hand.
 */
export function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {}
  const present = readJson(join(modules, '.package-lock.json'))?.packages
  if (!present) return false
  const node = pinnedNodePath()
  if (node && !existsSync(node)) return false
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const found = present[path]
    if (!found && entry.optional) continue
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return false
  }
  return Object.keys(present).every((path) => path in wanted)
}

/** npm as the program to start: the one that started us, else the one beside Node, else by name. */
function npmCommand() {
  const beside = dirname(process.execPath)
  const candidates = [
    process.env.npm_execpath,
    join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(beside, 'node_modules/npm/bin/npm-cli.js'),
  ]
  const cli = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path))
  if (cli) return { command: process.execPath, args: [cli], shell: false }
  return { command: 'npm', args: [], shell: process.platform === 'win32' }
}

/** npm wants a folder for its cache; where the home folder is of no use, one of ours. */
function npmEnvironment() {
  const env = { ...process.env }
  try {
    accessSync(homedir(), constants.W_OK)
  } catch {
    const cache = join(root, '.ocrm/npm-cache')
    mkdirSync(cache, { recursive: true })
    env.HOME = cache
    env.npm_config_cache = cache
  }
  return env
}

/** The lines of npm's complaint that say something, as one. */
function complaint(output) {
  const lines = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|code /i.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter(Boolean)
  return lines.slice(0, 3).join(' ') || output.trim().split('\n').slice(-1)[0] || 'npm'
}

function failureOf(output) {
  if (/EUSAGE|can only install packages when/.test(output)) return new SetupFailure('lockfileStale')
  const told = output.split('\n').filter((line) => /^npm (error|ERR!)|TAR_ENTRY_ERROR/.test(line))
  const cause = causeOf(told.join('\n'))
  return cause
    ? new SetupFailure(cause, { path: root })
    : new SetupFailure('npmFailed', { detail: complaint(output) })
}

/** Refuses before npm fills the disk: it would try for minutes and call the torso a success. */
function requireSpace() {
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize < neededBytes) throw new SetupFailure('diskFull', { path: root })
}

/** Runs `npm ci`, scripts off. Rejects with a {@link SetupFailure} that names the cause. */
export async function install() {
  requireSpace()
  const { command, args, shell } = npmCommand()
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=warn']
  // A machine without network should hear so in seconds.
  const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000']
  await step('安装依赖 · Installing packages (npm ci)', async () => {
    const child = spawn(command, [...args, ...flags, ...patience], {
      cwd: root,
      env: npmEnvironment(),
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    const code = await new Promise((resolve, reject) => {
      child.once('error', (error) =>
        reject(error.code === 'ENOENT' ? new SetupFailure('npmMissing') : error),
      )
      child.once('close', resolve)
    })
    // npm only warns about files that it could not write.
    if (code === 0 && !/TAR_ENTRY_ERROR/.test(output)) return
    rmSync(join(modules, '.package-lock.json'), { force: true })
    throw failureOf(output)
  })
}
