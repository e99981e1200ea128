/**
 * A process that writes usage records without end through the shipped operations, until it is killed.
 * Arguments: the folder, and how many records stand there already.
 */
import { entryAt, ProofTerminal } from './terminal.ts'

const [home = '', from = '0'] = process.argv.slice(2)
const terminal = new ProofTerminal(home)
let second = Number(from) + 1
const boot = `boot-${second}`
const opening = await terminal.open(second)
process.stdout.write(`${JSON.stringify(opening)}\n`)
for (let beat = 0; ; beat += 1) {
  terminal.append(entryAt((second += 1), { boot_id: boot, mono_ms: beat * 1_000 }))
  // The sync of the key file that is under way ends now and then, as it does between two acts.
  if (beat % 3 === 0) await new Promise((resume) => setImmediate(resume))
}
