import { zstdDecompressSync } from 'node:zlib'
import { type ChangesReply, changesReplySchema } from '#contract/sync/changes.ts'
import { type DigestReply, digestReplySchema } from '#contract/sync/digest.ts'
import { commandDefinitions, type PushReply, pushReplySchema } from '#contract/sync/commands.ts'
import { isCommandName } from '#contract/sync/earlier-versions.ts'
import { type EnrolReply, enrolReplySchema } from '#contract/sync/enrol.ts'
import { type Refusal, refusalSchema } from '#contract/sync/envelope.ts'
import { type LoginReply, loginReplySchema } from '#contract/sync/login.ts'
import { longestPokeMs, type PokeReply, pokeReplySchema } from '#contract/sync/poke.ts'
import { deviceTokenHeader, protocolVersion } from '#contract/sync/protocol.ts'
import { type RowBatch, rowBatchSchema } from '#contract/sync/rows/batch.ts'
import {
  challengeReplySchema,
  sessionProof,
  type SessionReply,
  sessionReplySchema,
} from '#contract/sync/session.ts'
import { type SnapshotReply, snapshotReplySchema } from '#contract/sync/snapshot.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { generateSealingKeys } from '#platform/crypto/cipher.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { generateSigningKeys, signText } from '#platform/crypto/signature.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { branchA, testPassword, type TestStaff } from './branch-data.ts'
import type { TestHeadOffice } from './head-office.ts'

/** What a device needs of a head office: where it is, and the database for its enrolment code. */
type Office = Pick<TestHeadOffice, 'url' | 'pool'>

/** A refusal as a test sees it. */
export class RefusedError extends Error {
  readonly status: number
  readonly refusal: Refusal

  constructor(status: number, refusal: Refusal) {
    super(refusal.error.code)
    this.status = status
    this.refusal = refusal
  }
}

/** Speaks the protocol to a head office as a terminal does, without a terminal's files. */
export class TestDevice {
  readonly office: Office
  readonly signing = generateSigningKeys()
  readonly sealing = generateSealingKeys()
  enrolled: EnrolReply | undefined
  token: string | undefined
  #seq = 0

  constructor(office: Office) {
    this.office = office
  }

  /** A device of a branch that has enrolled and opened its session. */
  static async of(office: Office, branchId = branchA, name = 'PC-1'): Promise<TestDevice> {
    const device = new TestDevice(office)
    await device.enrol(await createEnrolmentCode(office.pool, { branchId }), name)
    await device.openSession()
    return device
  }

  get identity(): EnrolReply {
    if (!this.enrolled) throw new Error('the device has not enrolled')
    return this.enrolled
  }

  async send(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Response> {
    const headers: Record<string, string> = {}
    if (this.token !== undefined) headers[deviceTokenHeader] = this.token
    if (body !== undefined) headers['content-type'] = 'application/json'
    return fetch(`${this.office.url}${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      ...(signal && { signal }),
    })
  }

  /** Posts bytes that say they are JSON in an encoding; throws a refusal. */
  async sendPacked(path: string, bytes: Uint8Array<ArrayBuffer>, encoding = 'zstd') {
    const headers = {
      [deviceTokenHeader]: this.token ?? '',
      'content-type': 'application/json',
      'content-encoding': encoding,
    }
    const url = `${this.office.url}${path}`
    const response = await fetch(url, { method: 'POST', headers, body: bytes })
    const reply: unknown = await response.json()
    if (!response.ok) throw new RefusedError(response.status, refusalSchema.parse(reply))
    return reply
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await this.send(method, path, body)
    const reply: unknown = await response.json()
    if (!response.ok) throw new RefusedError(response.status, refusalSchema.parse(reply))
    return reply
  }

  async enrol(code: string, deviceName: string): Promise<EnrolReply> {
    const reply = await this.#ask('POST', '/v1/devices/enrol', {
      code,
      deviceName,
      signingKey: this.signing.publicKey,
      sealingKey: this.sealing.publicKey,
    })
    this.enrolled = enrolReplySchema.parse(reply)
    return this.enrolled
  }

  async challenge(): Promise<string> {
    const { deviceId } = this.identity
    const reply = await this.#ask('POST', '/v1/devices/challenge', { deviceId })
    return challengeReplySchema.parse(reply).nonce
  }

  async openSession(over: Record<string, unknown> = {}): Promise<SessionReply> {
    const { deviceId, deviceEpoch, ledgerId } = this.identity
    const nonce = await this.challenge()
    const reply = await this.#ask('POST', '/v1/session', {
      deviceId,
      deviceEpoch,
      ledgerId,
      nonce,
      signature: signText(this.signing.privateKey, sessionProof(deviceId, deviceEpoch, nonce)),
      protocol: protocolVersion,
      appVersion: '0.1.0',
      deviceTimeMs: Date.now(),
      ...over,
    })
    const session = sessionReplySchema.parse(reply)
    this.token = session.token
    return session
  }

  async login(staff: TestStaff, password = testPassword): Promise<LoginReply> {
    const reply = await this.#ask('POST', '/v1/login', { staffNo: staff.staffNo, password })
    return loginReplySchema.parse(reply)
  }

  async changes(scope: string, cursor?: string, maxBytes = 1_000_000): Promise<ChangesReply> {
    const query = new URLSearchParams({
      maxBytes: String(maxBytes),
      ...(cursor !== undefined && { cursor }),
    })
    const reply = await this.#ask('GET', `/v1/scopes/${scope}/changes?${query.toString()}`)
    return changesReplySchema.parse(reply)
  }

  /** Waits for news of scopes; the answer comes when head office gives it. */
  async poke(
    heads: Record<string, number>,
    waitMs = longestPokeMs,
    signal?: AbortSignal,
  ): Promise<PokeReply> {
    const query = new URLSearchParams({ heads: JSON.stringify(heads), waitMs: String(waitMs) })
    const response = await this.send('GET', `/v1/poke?${query.toString()}`, undefined, signal)
    const reply: unknown = await response.json()
    if (!response.ok) throw new RefusedError(response.status, refusalSchema.parse(reply))
    return pokeReplySchema.parse(reply)
  }

  async digest(scope: string, cursor: string, tables: unknown[]): Promise<DigestReply> {
    const path = `/v1/scopes/${encodeURIComponent(scope)}/digest`
    return digestReplySchema.parse(await this.#ask('POST', path, { cursor, tables }))
  }

  async snapshot(scope: string): Promise<SnapshotReply> {
    return snapshotReplySchema.parse(await this.#ask('GET', `/v1/scopes/${scope}/snapshot`))
  }

  /** Fetches a chunk, checks its address and opens it. */
  async chunk(sha256: string): Promise<RowBatch> {
    const response = await this.send('GET', `/v1/chunks/${sha256}`)
    if (!response.ok) {
      throw new RefusedError(response.status, refusalSchema.parse(await response.json()))
    }
    const bytes = Buffer.from(await response.arrayBuffer())
    if (sha256Hex(bytes) !== sha256) throw new Error('the chunk is not what its address says')
    return rowBatchSchema.parse(JSON.parse(zstdDecompressSync(bytes).toString('utf8')))
  }

  /** A command at the device's next place; `over` replaces any of its fields. */
  command(name: string, staffId: string, grant: string, payload: unknown, over = {}) {
    this.#seq += 1
    return {
      seq: this.#seq,
      commandId: uuidV7(Date.now()),
      name,
      version: isCommandName(name) ? commandDefinitions[name].version : 1,
      staffId,
      grant,
      deviceTimeMs: Date.now(),
      clockOffsetMs: 0,
      baseRevs: {},
      dependsOn: null,
      supersedes: null,
      payload,
      ...over,
    }
  }

  async push(commands: readonly object[]): Promise<PushReply> {
    const { deviceEpoch } = this.identity
    return pushReplySchema.parse(await this.#ask('POST', '/v1/commands', { deviceEpoch, commands }))
  }
}
