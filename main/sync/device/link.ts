import { AppError } from '#contract/errors.ts'
import { type LoginReply, loginReplySchema, type LoginRequest } from '#contract/sync/login.ts'
import { protocolVersion } from '#contract/sync/protocol.ts'
import type { WitnessAddress } from '#contract/sync/witness.ts'
import {
  challengeReplySchema,
  sessionProof,
  type SessionReply,
  sessionReplySchema,
  type SessionRequest,
} from '#contract/sync/session.ts'
import type { TerminalConfig } from '#contract/terminal-config.ts'
import type { DeviceIdentity } from '#db/journal/settings.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { signText } from '#platform/crypto/signature.ts'
import type { TerminalMemory } from '../memory.ts'
import type { Transport } from '../transport/exchange.ts'
import { deviceKeys, enrol, enrolledDevice } from './identity.ts'

/** What a device session is opened with. */
export interface LinkNeeds {
  memory: TerminalMemory
  transport: Transport
  config: TerminalConfig
  appVersion: string
  clock: Clock
  /** Where this PC hears its neighbours; null, or absent, where it does not. */
  witnessAt?: () => WitnessAddress[] | null
  /** Called after this PC has enrolled, also when it did so anew. */
  enrolled(): Promise<void>
  /** Called with every new session, before it is used for anything else. */
  opened(session: SessionReply, roundTripMs: number): Promise<void>
}

/** The device's session at head office: opened when needed, opened again when it expired. */
export class DeviceLink {
  readonly #needs: LinkNeeds
  #session: SessionReply | null = null
  #opening: Promise<SessionReply> | null = null

  constructor(needs: LinkNeeds) {
    this.#needs = needs
  }

  /** The open session, or null. */
  get session(): SessionReply | null {
    return this.#session
  }

  /** Forgets the session; the next use opens a new one. */
  close(): void {
    this.#session = null
  }

  /** Opens a session unless one is open; callers at the same time share one opening. */
  async open(signal: AbortSignal): Promise<SessionReply> {
    if (this.#session) return this.#session
    this.#opening ??= this.#openNew(signal).finally(() => (this.#opening = null))
    return this.#opening
  }

  /** Runs a request with the session's token; an expired session is opened again once. */
  async withToken<Result>(
    signal: AbortSignal,
    act: (token: string, session: SessionReply) => Promise<Result>,
  ): Promise<Result> {
    const session = await this.open(signal)
    try {
      return await act(session.token, session)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'session.required')) throw error
      if (this.#session === session) this.#session = null
      const renewed = await this.open(signal)
      return act(renewed.token, renewed)
    }
  }

  /** Logs a person in. Throws what head office answers, or `headOffice.unreachable`. */
  login(request: LoginRequest, signal: AbortSignal): Promise<LoginReply> {
    return this.withToken(signal, (token) =>
      this.#needs.transport.exchange({
        path: 'v1/login',
        body: request,
        reply: loginReplySchema,
        token,
        signal,
      }),
    )
  }

  async #openNew(signal: AbortSignal): Promise<SessionReply> {
    const { memory, transport, config } = this.#needs
    const isNew = memory.get('device') === null
    const device = await enrolledDevice(memory, transport, config, signal)
    if (isNew) await this.#needs.enrolled()
    try {
      return await this.#prove(device, signal)
    } catch (error) {
      // Head office knows this PC no more, or an earlier enrolment of it; a new code of IT, or one
      // that a restored database does not remember, makes it known again.
      if (!(error instanceof AppError && error.code === 'device.notEnrolled')) throw error
    }
    const anew = await enrol(memory, transport, config, signal)
    await this.#needs.enrolled()
    return this.#prove(anew, signal)
  }

  /** Opens a session with the device's proof. */
  async #prove(device: DeviceIdentity, signal: AbortSignal): Promise<SessionReply> {
    const { transport, config, clock } = this.#needs
    const body = await this.#proof(device, await this.#challenge(device, signal))
    const started = clock.monotonic()
    const path = 'v1/session'
    const session = await transport.exchange({ path, body, reply: sessionReplySchema, signal })
    if (session.demo && !config.demo) throw new AppError('config.invalid', { field: 'demo' })
    await this.#needs.opened(session, clock.monotonic() - started)
    this.#session = session
    return session
  }

  async #challenge({ deviceId }: DeviceIdentity, signal: AbortSignal): Promise<string> {
    const path = 'v1/devices/challenge'
    const reply = challengeReplySchema
    const { transport } = this.#needs
    return (await transport.exchange({ path, body: { deviceId }, reply, signal })).nonce
  }

  async #proof(device: DeviceIdentity, nonce: string): Promise<SessionRequest> {
    const { deviceId, deviceEpoch, ledgerId } = device
    const keys = await deviceKeys(this.#needs.memory)
    const witnessAt = this.#needs.witnessAt?.()
    return {
      deviceId,
      deviceEpoch,
      ledgerId,
      nonce,
      signature: signText(keys.signing.privateKey, sessionProof(deviceId, deviceEpoch, nonce)),
      protocol: protocolVersion,
      appVersion: this.#needs.appVersion,
      deviceTimeMs: this.#needs.clock.now(),
      ...(witnessAt && { witnessAt }),
    }
  }
}
