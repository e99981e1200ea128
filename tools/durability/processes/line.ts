import { createServer, type Server, Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/**
 * What a line does to what travels over it. `cut`: connections break and none comes about. `silent`:
 * they come about and stand, but nothing passes. `deafUp`: requests do not arrive. `deafDown`: they
 * arrive and are answered, but no answer comes back. `trickle`: some bytes at a time. `late`: all of
 * it, but later.
 */
export type LineState = 'whole' | 'cut' | 'silent' | 'deafUp' | 'deafDown' | 'trickle' | 'late'

/** States in which terminal and head office cannot reach each other. */
export const partitions = ['cut', 'silent', 'deafUp', 'deafDown'] as const satisfies LineState[]

type Way = 'up' | 'down'

/** Bytes one way of a connection may hold back before its sender has to wait. */
const mostHeld = 256 * 1024
/** Connections of a line at a time; more are refused. */
const mostConnections = 64
const tickMs = 40
/** Bytes of a trickle, each tick: half a kilobyte a second. */
const trickleBytes = 20

/** One way of a connection: holds bytes back or lets them pass, in order. */
class Pipe {
  readonly #from: Socket
  readonly #to: Socket
  #held: { bytes: Buffer; dueMs: number }[] = []
  #size = 0
  #ended = false

  constructor(from: Socket, to: Socket, arrived: (bytes: number) => void) {
    this.#from = from
    this.#to = to
    from.on('data', (bytes) => {
      this.#size += bytes.length
      this.#held.push({ bytes, dueMs: performance.now() })
      if (this.#size > mostHeld) from.pause()
      arrived(bytes.length)
    })
    from.on('end', () => {
      this.#ended = true
    })
  }

  /** Lets pass what was held for at least `delayMs`, at most `most` bytes; returns how many passed. */
  pass(delayMs: number, most: number): number {
    const now = performance.now()
    let passed = 0
    while (passed < most && !this.#to.destroyed) {
      const [next] = this.#held
      if (!next || next.dueMs + delayMs > now) break
      const piece = next.bytes.subarray(0, most - passed)
      this.#to.write(piece)
      passed += piece.length
      if (piece.length === next.bytes.length) this.#held.shift()
      else next.bytes = next.bytes.subarray(piece.length)
    }
    this.#size -= passed
    if (this.#size <= mostHeld && this.#from.isPaused()) this.#from.resume()
    if (this.#ended && this.#held.length === 0 && !this.#to.destroyed) this.#to.end()
    return passed
  }
}

interface Connection {
  terminal: Socket
  office: Socket
  up: Pipe
  down: Pipe
}

/** The line between one terminal and head office: TCP on loopback, with faults. */
export class FaultyLine {
  readonly #server: Server
  readonly #connections = new Set<Connection>()
  readonly #watchers = new Set<() => void>()
  #state: LineState = 'whole'
  #delayMs = 0
  /** Bytes of replies that still pass before the connection they travel on is reset; null: no such fault. */
  #resetAfter: number | null = null
  #ticker: NodeJS.Timeout
  /** Connections that this line broke. */
  broken = 0

  private constructor(server: Server, officePort: number) {
    this.#server = server
    server.on('connection', (terminal: Socket) => this.#connected(terminal, officePort))
    this.#ticker = setInterval(() => this.#pump(), tickMs)
  }

  /** Opens a line to a port of loopback, on a free port of its own. */
  static async open(officePort: number): Promise<FaultyLine> {
    const server = createServer({ allowHalfOpen: true })
    const line = new FaultyLine(server, officePort)
    await new Promise<void>((listening, failed) => {
      server.once('error', failed)
      server.listen(0, '127.0.0.1', listening)
    })
    return line
  }

  /** Where the terminal finds head office. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  /** Puts a fault on the line; `delayMs` is how late `late` is. */
  become(state: LineState, delayMs = 0): void {
    this.#state = state
    this.#delayMs = delayMs
    if (state === 'cut') for (const own of [...this.#connections]) this.#break(own)
    this.#pump()
    // What closed behind the fault is heard of now.
    if (state === 'whole') for (const own of [...this.#connections]) this.#gone(own)
  }

  /**
   * Ends a fault. `lost`: what stood meanwhile is dead, and is told so by a reset; otherwise what was
   * held back arrives after all, as late as it is.
   */
  heal(lost: boolean): void {
    if (lost && this.#state !== 'whole') {
      for (const own of [...this.#connections]) this.#break(own)
    }
    this.#resetAfter = null
    this.become('whole')
  }

  /** Breaks the connection whose reply brings the next bytes, in the middle of them. */
  resetReplyAfter(bytes: number): void {
    this.#resetAfter = bytes
  }

  /** Resolves when the next bytes of a request arrive here, or after `withinMs`. */
  nextRequest(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#watchers.delete(done)
        resolve()
      }
      const timer = setTimeout(done, withinMs)
      this.#watchers.add(done)
    })
  }

  /** Breaks everything and stops listening. */
  async close(): Promise<void> {
    clearInterval(this.#ticker)
    for (const own of [...this.#connections]) this.#break(own)
    await new Promise((closed) => this.#server.close(closed))
  }

  #connected(terminal: Socket, officePort: number): void {
    terminal.on('error', () => {})
    if (this.#state === 'cut' || this.#connections.size >= mostConnections) {
      terminal.resetAndDestroy()
      return
    }
    const office = new Socket({ allowHalfOpen: true })
    office.connect(officePort, '127.0.0.1')
    const arrived = (way: Way, bytes: number) => this.#arrived(own, way, bytes)
    const own: Connection = {
      terminal,
      office,
      up: new Pipe(terminal, office, (bytes) => arrived('up', bytes)),
      down: new Pipe(office, terminal, (bytes) => arrived('down', bytes)),
    }
    this.#connections.add(own)
    terminal.on('close', () => this.#gone(own))
    office.on('error', () => {
      if (this.#state === 'whole') this.#break(own)
    })
    office.on('close', () => this.#gone(own))
    terminal.setNoDelay(true)
    office.setNoDelay(true)
    terminal.on('end', () => this.#pump())
    office.on('end', () => this.#pump())
  }

  #arrived(own: Connection, way: Way, bytes: number): void {
    if (way === 'up') for (const watcher of [...this.#watchers]) watcher()
    if (way === 'down' && this.#resetAfter !== null) {
      const rest = this.#resetAfter
      this.#resetAfter = null
      if (this.#state === 'whole') own.down.pass(0, Math.min(rest, Math.max(1, bytes - 1)))
      this.#break(own)
      return
    }
    this.#pump()
  }

  #pump(): void {
    for (const own of this.#connections) {
      const state = this.#state
      if (state === 'silent' || state === 'cut') continue
      const delay = state === 'late' ? this.#delayMs : 0
      const most = state === 'trickle' ? trickleBytes : Number.MAX_SAFE_INTEGER
      if (state !== 'deafUp') own.up.pass(delay, most)
      if (state !== 'deafDown') own.down.pass(delay, most)
    }
  }

  /** A side closed: what it had sent still travels, unless nothing can. */
  #gone(own: Connection): void {
    if (this.#state === 'whole') {
      own.up.pass(0, Number.MAX_SAFE_INTEGER)
      own.down.pass(0, Number.MAX_SAFE_INTEGER)
    }
    if (own.terminal.destroyed && own.office.destroyed) this.#connections.delete(own)
    else if (own.terminal.destroyed && this.#state === 'whole') own.office.end()
    else if (own.office.destroyed && this.#state === 'whole') own.terminal.end()
  }

  #break(own: Connection): void {
    this.#connections.delete(own)
    this.broken += 1
    own.terminal.resetAndDestroy()
    own.office.resetAndDestroy()
  }
}
