import { AppError, type ErrorValue } from '#contract/errors.ts'
import type { ChannelName, EventName, Reply } from '#contract/ipc.ts'
import type { Cause, World } from '#contract/ipc/channel.ts'
import type { ServiceState } from '#contract/ipc/app.ts'
import type { FromService, ServiceInit, ToService } from '#contract/service-port.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'
import { PendingCalls } from './pending-calls.ts'
import { Pulse, pulsePatience, type PulsePatience } from './pulse.ts'

/** The part of Electron's `UtilityProcess` in use. */
export interface ServiceProcess {
  readonly pid: number | undefined
  postMessage(message: ToService): void
  kill(): boolean
  on(event: 'message', listener: (message: FromService) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

/** How patient the supervisor is; all in milliseconds but `crashes`. */
export interface Patience {
  /** Waiting time before each new start; the last one repeats. */
  backoffMs: readonly number[]
  /** More crashes than this within `crashWindowMs` and it gives up. */
  crashes: number
  crashWindowMs: number
  /** A service that is not ready by then counts as crashed. */
  readyMs: number
  /** A service that has not ended by then is killed. */
  shutdownMs: number
  /** When a ready service that does not answer counts as hung. */
  pulse: PulsePatience
}

/** The values in use. */
export const patience: Patience = {
  backoffMs: [200, 1_000, 3_000],
  crashes: 5,
  crashWindowMs: 60_000,
  readyMs: 60_000,
  shutdownMs: 8_000,
  pulse: pulsePatience,
}

/** What the supervisor depends on. */
export interface SupervisorParts {
  fork(): ServiceProcess
  /** Ends a process that may not hear a request to end: SIGKILL or what the system has for it. */
  forceKill(pid: number): void
  /** Configuration and secret; an `AppError` it throws becomes the state `failed`. */
  prepare(): Promise<ServiceInit>
  onState(state: ServiceState): void
  onEvent(event: EventName, payload: unknown): void
  nowMs(): number
  logger: Logger
  patience?: Patience
}

/**
 * Starts the branch service, starts it again when it crashes or hangs, and gives up visibly when that
 * does not help. States: `starting` → `ready`; a crash, or a hang that ends in one → `restarting` →
 * `ready`; too many crashes, or an error the service or its preparation names → `failed`, which only
 * `restart` leaves.
 */
export class Supervisor {
  readonly #parts: SupervisorParts
  readonly #patience: Patience
  readonly #calls = new PendingCalls()
  readonly #pulse: Pulse
  #child: ServiceProcess | undefined
  #state: ServiceState = { state: 'starting', restarts: 0, error: null }
  #failure: ErrorValue | undefined
  #crashes: number[] = []
  #timer: NodeJS.Timeout | undefined
  #stopping: Promise<void> | undefined
  #onStopped: () => void = () => {}
  /** Somebody asked for a new start: the end of the process is no crash. */
  #renewing = false

  constructor(parts: SupervisorParts) {
    this.#parts = parts
    this.#patience = parts.patience ?? patience
    this.#pulse = new Pulse(this.#patience.pulse)
  }

  get state(): ServiceState {
    return this.#state
  }

  /** Starts the service; failures are states, never exceptions. */
  start(): Promise<void> {
    return this.#launch()
  }

  /** Starts again from the configuration on: after `failed`, or where IT has changed it meanwhile. */
  async restart(): Promise<void> {
    if (this.#stopping || this.#renewing) return
    if (this.#state.state === 'ready' && this.#child) return this.#renew(this.#child)
    if (this.#state.state !== 'failed') return
    this.#crashes = []
    this.#failure = undefined
    this.#setState({ state: 'starting', restarts: this.#state.restarts, error: null })
    await this.#launch()
  }

  #renew(child: ServiceProcess): void {
    this.#renewing = true
    this.#pulse.stop()
    this.#setState({ state: 'starting', restarts: this.#state.restarts, error: null })
    child.postMessage({ kind: 'shutdown' })
    this.#killAfter(child, this.#patience.shutdownMs, 'service.killed')
  }

  /** Asks the service; waits while it starts. Answers `service.restarted` when it died in between. */
  call(
    channel: ChannelName,
    payload: unknown,
    cause: Cause = 'person',
    world: World = 'branch',
  ): Promise<Reply<unknown>> {
    if (this.#failure) return Promise.resolve({ ok: false, error: this.#failure })
    if (this.#stopping) {
      return Promise.resolve({ ok: false, error: { code: 'service.unavailable' } })
    }
    const reply = this.#calls.add(channel, payload, cause, world)
    if (this.#state.state === 'ready') this.#flush()
    return reply
  }

  /** Ends the service: asks, waits, kills. Later calls wait for the same end. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#timer)
    this.#pulse.stop()
    this.#calls.failQueued({ code: 'service.unavailable' })
    const child = this.#child
    if (!child) return
    const stopped = new Promise<void>((resolve) => {
      this.#onStopped = resolve
    })
    child.postMessage({ kind: 'shutdown' })
    this.#killAfter(child, this.#patience.shutdownMs, 'service.killed')
    await stopped
    clearTimeout(this.#timer)
  }

  async #launch(): Promise<void> {
    let init: ServiceInit
    try {
      init = await this.#parts.prepare()
    } catch (error) {
      this.#fail(error instanceof AppError ? error.toValue() : this.#unexpected(error))
      return
    }
    if (this.#stopping) return
    let child: ServiceProcess
    try {
      child = this.#parts.fork()
    } catch (error) {
      this.#fail(this.#unexpected(error))
      return
    }
    this.#child = child
    child.on('message', (message) => {
      if (child === this.#child) this.#receive(child, message)
    })
    child.on('exit', (code) => {
      if (child === this.#child) this.#exited(code)
    })
    child.postMessage({ kind: 'init', init })
    this.#killAfter(child, this.#patience.readyMs, 'service.notReady')
  }

  #receive(child: ServiceProcess, message: FromService): void {
    this.#pulse.answered()
    switch (message.kind) {
      case 'ready':
        clearTimeout(this.#timer)
        this.#pulse.start(
          () => child.postMessage({ kind: 'ping' }),
          (ms) => this.#kill(child, 'service.hung', ms),
        )
        this.#parts.logger.log('info', 'service.ready', { pid: child.pid ?? 0 })
        this.#setState({ state: 'ready', restarts: this.#state.restarts, error: null })
        this.#flush()
        return
      case 'reply':
        this.#calls.settle(
          message.id,
          message.ok ? { ok: true, value: message.value } : { ok: false, error: message.error },
        )
        return
      case 'event':
        this.#parts.onEvent(message.event, message.payload)
        return
      case 'fatal':
        this.#failure = message.error
        this.#killAfter(child, this.#patience.shutdownMs, 'service.killed')
        return
      case 'pong':
        return
      case 'bye':
        child.kill()
        return
    }
  }

  #exited(code: number): void {
    clearTimeout(this.#timer)
    this.#pulse.stop()
    this.#child = undefined
    this.#parts.logger.log(this.#stopping ? 'info' : 'error', 'service.exited', { exitCode: code })
    this.#calls.failSent({ code: 'service.restarted' })
    if (this.#stopping) {
      this.#onStopped()
      return
    }
    if (this.#failure) {
      this.#fail(this.#failure)
      return
    }
    if (this.#renewing) {
      this.#renewing = false
      void this.#launch()
      return
    }
    const now = this.#parts.nowMs()
    const { crashWindowMs, crashes, backoffMs } = this.#patience
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindowMs), now]
    if (this.#crashes.length > crashes) {
      this.#fail({ code: 'service.unavailable' })
      return
    }
    this.#setState({ state: 'restarting', restarts: this.#state.restarts + 1, error: null })
    const wait = backoffMs[Math.min(this.#crashes.length, backoffMs.length) - 1] ?? 0
    this.#timer = setTimeout(() => void this.#launch(), wait)
  }

  /** Ends a process that has not moved on by itself; its exit clears the timer. */
  #killAfter(child: ServiceProcess, ms: number, event: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#kill(child, event, ms), ms)
  }

  /** Ends a process whatever it does: one that hangs does not hear a polite signal. */
  #kill(child: ServiceProcess, event: string, ms: number): void {
    this.#parts.logger.log('error', event, { ms })
    if (child.pid === undefined) child.kill()
    else this.#parts.forceKill(child.pid)
  }

  #flush(): void {
    this.#calls.flush((call) => this.#child?.postMessage(call))
  }

  #fail(error: ErrorValue): void {
    this.#failure = error
    this.#parts.logger.log('error', 'service.failed', { code: error.code })
    const { restarts } = this.#state
    const { code, data } = error
    this.#setState({
      state: 'failed',
      restarts,
      error: code,
      ...(data === undefined ? {} : { errorData: data }),
    })
    this.#calls.failQueued(error)
  }

  #unexpected(error: unknown): ErrorValue {
    this.#parts.logger.log('error', 'service.startFailed', { error: describeError(error) })
    return { code: 'internal' }
  }

  #setState(state: ServiceState): void {
    this.#state = state
    this.#parts.onState(state)
  }
}
