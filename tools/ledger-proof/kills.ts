import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Chance } from '#platform/chance/chance.ts'
import { ProofHeadOffice } from './head-office.ts'
import { entryAt, ProofTerminal } from './terminal.ts'
import type { CaseResult } from './tampering.ts'

const honest = new Set(['normal', 'evolved'])

/** Starts on the files as they are, and lets head office look: nothing may be found. */
async function look(home: string, second: number, what: string): Promise<CaseResult> {
  const terminal = new ProofTerminal(home)
  try {
    const { state } = await terminal.open(second)
    const findings = new ProofHeadOffice().take(terminal.records())
    const told = [what, state, ...findings.map(({ code, seq }) => `${code}@${seq}`)].join(' ')
    const found = !honest.has(state) || findings.length > 0
    return { found, exact: true, told }
  } finally {
    terminal.close()
  }
}

/**
 * A kill without a process: the files are copied as they stand between two steps of the writer, half of
 * them between a transaction and its key, and started on again, up to three times.
 */
export async function copiedKill(folder: string, random: Chance): Promise<CaseResult> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let home = join(folder, '0')
  mkdirSync(home)
  let second = 0
  const starts = random.int(1, 3)
  for (let start = 1; start <= starts; start += 1) {
    const terminal = new ProofTerminal(home)
    const { state } = await terminal.open((second += 1))
    if (start > 1 && !honest.has(state)) return { found: true, exact: true, told: state }
    const boot = `boot-${start}`
    let beat = 0
    const append = () =>
      terminal.append(entryAt((second += 1), { boot_id: boot, mono_ms: (beat += 1) * 1_000 }))
    for (let count = random.int(1, 12); count > 0; count -= 1) append()
    terminal.settle()
    const before = join(folder, `key-${start}`)
    copyFileSync(join(home, 'ledger.key'), before)
    append()
    const next = join(folder, String(start))
    terminal.copyTo(next)
    if (random.hit(0.5)) copyFileSync(before, join(next, 'ledger.key'))
    terminal.close()
    home = next
  }
  return look(home, second + 1, 'copied')
}

/** A real process killed with SIGKILL at any moment while it writes. */
export async function realKill(folder: string, random: Chance): Promise<CaseResult> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const entry = fileURLToPath(new URL('dying.ts', import.meta.url))
  const child = spawn(process.execPath, [entry, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resume) => child.once('exit', resume))
  const begun = await new Promise<boolean>((resume) => {
    child.stdout.once('data', () => resume(true))
    child.once('exit', () => resume(false))
  })
  if (!begun) throw new Error('the process that was to be killed did not begin')
  await sleep(random.int(0, 120))
  child.kill('SIGKILL')
  await ended
  return look(folder, 1_000_000, 'killed')
}
