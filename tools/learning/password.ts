import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** A person's password: from OCRM_PASSWORD, typed unseen at a terminal, or the first line that is piped in. */
export async function askPassword(staffNo: string): Promise<string> {
  const given = process.env['OCRM_PASSWORD']
  if (given) return given
  const atTerminal = process.stdin.isTTY
  if (atTerminal) process.stderr.write(`${staffNo} 的口令 · password of ${staffNo}: `)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: atTerminal })
  try {
    return (await lines[Symbol.asyncIterator]().next()).value ?? ''
  } finally {
    lines.close()
    if (atTerminal) process.stderr.write('\n')
  }
}
