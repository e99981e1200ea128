import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import { AppError, type ErrorValue } from '#contract/errors.ts'
import type { StatusView } from '#contract/ipc/app.ts'
import type { Cause } from '#contract/ipc/channel.ts'
import type { ChannelName, EventName, EventPayload, Request, Response } from '#contract/ipc.ts'
import type { FromService, ToService } from '#contract/service-port.ts'
import { randomKey } from '#platform/crypto/hash.ts'

/** An event of the service, in order of arrival. */
export type SeenEvent = {
  [Name in EventName]: { event: Name; payload: EventPayload<Name> }
}[EventName]

/** How a terminal is started. */
export interface TerminalOptions {
  headOfficeUrl: string
  enrolmentCode?: string
  deviceName?: string
  /** Where it hears its neighbours; it does not where absent. */
  witness?: { host: string; port: number }
  /** More environment for the process, such as a clock's offset. */
  env?: Record<string, string>
  /** Other entry than the TypeScript one, such as the built service. */
  entry?: string
  /** Arguments for Node, such as a module to load first. */
  execArgv?: readonly string[]
  /** In a process group of its own, so that a Ctrl-C in our terminal does not reach it. */
  detached?: boolean
}

/**
 * A terminal without a window: the branch service as its own process, as the shell starts it, on a
 * folder and a device secret that survive its kills.
 */
export class TerminalProcess {
  readonly dataDir: string
  readonly deviceSecret = randomKey().toString('base64url')
  readonly events: SeenEvent[] = []
  /** What it wrote to its log, in pieces as they came. */
  readonly log: string[] = []
  options: TerminalOptions
  fatal: ErrorValue | null = null
  #child: ChildProcess | null = null
  #ended: Promise<unknown> = Promise.resolve()
  #next = 1
  readonly #waiting = new Map<number, (message: FromService & { kind: 'reply' }) => void>()
  #watchers = new Set<() => void>()

  /** A terminal whose files lie in `dataDir`. */
  constructor(dataDir: string, options: TerminalOptions) {
    this.dataDir = dataDir
    this.options = options
  }

  /** Starts the process; resolves when it is ready, rejects with what it calls fatal. */
  async start(): Promise<void> {
    const { entry = resolve('main/service.ts'), env = {}, execArgv = [] } = this.options
    const child = fork(entry, [], {
      execArgv: [...execArgv],
      env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      detached: this.options.detached ?? false,
    })
    this.#child = child
    this.#ended = new Promise((gone) => child.once('exit', gone))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.log.push(text))
    child.on('exit', () => this.#notify())
    await new Promise<void>((ready, failed) => {
      child.on('message', (message) => this.#receive(message as FromService, ready, failed))
      child.once('exit', (code) => failed(new Error(`exit ${code}: ${this.log.join('')}`)))
      const { headOfficeUrl, enrolmentCode, witness, deviceName = 'PC-T' } = this.options
      const config = {
        headOfficeUrl,
        deviceName,
        demo: true,
        ...(enrolmentCode === undefined ? {} : { enrolmentCode }),
        ...(witness && { witness }),
      }
      const { dataDir, deviceSecret } = this
      this.#send({ kind: 'init', init: { config, dataDir, deviceSecret, appVersion: '0.1.0' } })
    })
  }

  /** Calls a channel; throws its error as an `AppError`. */
  async call<Name extends ChannelName>(
    channel: Name,
    ...request: Request<Name> extends null ? [] : [Request<Name>]
  ): Promise<Response<Name>> {
    const reply = await this.reply(channel, request[0] ?? null)
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.data)
    return reply.value as Response<Name>
  }

  /** Calls a channel with anything and gives the reply as it is; never settles where the process dies. */
  reply(
    channel: string,
    payload: unknown,
    cause: Cause = 'person',
  ): Promise<FromService & { kind: 'reply' }> {
    const id = this.#next++
    return new Promise((answer) => {
      this.#waiting.set(id, answer)
      this.#send({ kind: 'call', id, channel: channel as ChannelName, payload, cause })
    })
  }

  /** Waits until `found` gives something truthy; looks again at every event and regularly. */
  async until<Result>(
    what: string,
    found: () => Result | Promise<Result>,
    timeoutMs = 30_000,
  ): Promise<NonNullable<Result>> {
    const end = performance.now() + timeoutMs
    for (;;) {
      const result = await found()
      if (result) return result
      if (performance.now() > end) {
        throw new Error(`waited in vain for ${what}\n${this.log.join('')}`)
      }
      await new Promise<void>((resume) => {
        const done = () => {
          clearTimeout(timer)
          this.#watchers.delete(done)
          resume()
        }
        const timer = setTimeout(done, 100)
        this.#watchers.add(done)
      })
    }
  }

  /** Waits for a state of the terminal. */
  status(what: string, fits: (status: StatusView) => boolean): Promise<StatusView> {
    return this.until(what, async () => {
      const status = await this.call('app.status')
      return fits(status) ? status : null
    })
  }

  /** Waits until the cache answers. */
  async filled(): Promise<void> {
    await this.status('a filled cache', ({ dataReady }) => dataReady)
  }

  /** Ends the process as a power cut or the task manager would. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await this.#ended
  }

  /** Ends the process in good order. */
  async stop(): Promise<void> {
    if (!this.#child || this.#child.exitCode !== null) return
    this.#send({ kind: 'shutdown' })
    await this.#ended
    this.#child = null
  }

  /** Process id; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Whether the process runs. */
  get running(): boolean {
    const child = this.#child
    return child !== null && child.exitCode === null && child.signalCode === null
  }

  /** Resolves when the process that was started last is gone, whoever ended it. */
  async ended(): Promise<void> {
    await this.#ended
  }

  #send(message: ToService): void {
    this.#child?.send(message)
  }

  #notify(): void {
    for (const watcher of [...this.#watchers]) watcher()
  }

  #receive(message: FromService, ready: () => void, failed: (error: Error) => void): void {
    if (message.kind === 'ready') ready()
    if (message.kind === 'fatal') {
      this.fatal = message.error
      failed(new AppError(message.error.code, message.error.data))
    }
    if (message.kind === 'reply') {
      this.#waiting.get(message.id)?.(message)
      this.#waiting.delete(message.id)
    }
    if (message.kind === 'event') {
      this.events.push({ event: message.event, payload: message.payload } as SeenEvent)
      this.#notify()
    }
  }
}
