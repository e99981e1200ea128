import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { stateDir } from './state.ts'

const streams = new Map<string, WriteStream>()

/** Path of one program's log of the latest start. */
export function logPath(name: string): string {
  return join(stateDir, 'logs', `${name}.log`)
}

/** Appends lines to a program's log; the file begins anew with every start. */
export function appendLog(name: string): (line: string) => void {
  let stream = streams.get(name)
  if (!stream) {
    mkdirSync(join(stateDir, 'logs'), { recursive: true })
    stream = createWriteStream(logPath(name))
    // A full disk must not end the program whose log it is.
    stream.on('error', () => undefined)
    streams.set(name, stream)
  }
  const open = stream
  return (line) => void open.write(`${line}\n`)
}
