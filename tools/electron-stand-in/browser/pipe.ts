import type { Readable, Writable } from 'node:stream'

/** Parameters or result of a DevTools call; each call site knows its own shape. */
export type Values = Record<string, unknown>

/** An event of the DevTools protocol; `sessionId` is absent for the browser's own. */
export type EventListener = (method: string, params: Values) => void

interface Incoming {
  id?: number
  sessionId?: string
  method?: string
  params?: Values
  result?: Values
  error?: { message: string }
}

/**
 * The DevTools protocol over the browser's pipe (NUL-terminated JSON). A pipe instead of a port: no
 * other process can attach, and the browser quits by itself when this process is gone.
 */
export class DevToolsPipe {
  readonly #output: Writable
  readonly #waiting = new Map<
    number,
    { method: string; resolve: (result: Values) => void; reject: (error: Error) => void }
  >()
  readonly #sessions = new Map<string, EventListener>()
  #browserListener: EventListener = () => {}
  #lastId = 0
  #closed = false
  #rest: string[] = []

  constructor(output: Writable, input: Readable) {
    this.#output = output
    output.on('error', () => this.close())
    input.setEncoding('utf8')
    input.on('data', (text: string) => this.#read(text))
    input.on('close', () => this.close())
    input.on('error', () => this.close())
  }

  /** Calls a DevTools method; rejects with the browser's message, or when the pipe closes. */
  send(method: string, params: Values = {}, sessionId?: string): Promise<Values> {
    if (this.#closed) return Promise.reject(new Error(`${method}: the browser is gone`))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject })
      this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  /** Hears the events of one session until `forget`. */
  listen(sessionId: string, listener: EventListener): void {
    this.#sessions.set(sessionId, listener)
  }

  /** Ends `listen`. */
  forget(sessionId: string): void {
    this.#sessions.delete(sessionId)
  }

  /** Hears the events that belong to no session. */
  listenBrowser(listener: EventListener): void {
    this.#browserListener = listener
  }

  /** Rejects what still waits; idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const { method, reject } of this.#waiting.values()) {
      reject(new Error(`${method}: the browser is gone`))
    }
    this.#waiting.clear()
  }

  #read(text: string): void {
    const parts = text.split('\0')
    this.#rest.push(parts[0] ?? '')
    for (const next of parts.slice(1)) {
      const message = this.#rest.join('')
      this.#rest = [next]
      this.#dispatch(JSON.parse(message) as Incoming)
    }
  }

  #dispatch(message: Incoming): void {
    if (message.id !== undefined) {
      const call = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`))
      else call?.resolve(message.result ?? {})
      return
    }
    const listener = message.sessionId
      ? this.#sessions.get(message.sessionId)
      : this.#browserListener
    listener?.(message.method ?? '', message.params ?? {})
  }
}
