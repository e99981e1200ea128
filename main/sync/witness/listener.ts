import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TerminalConfig } from '#contract/terminal-config.ts'
import {
  maxWitnessBytes,
  type WitnessAddress,
  type Witnessed,
  witnessedSchema,
  witnessPath,
} from '#contract/sync/witness.ts'
import { checkpointText } from '#domain/usage/chain.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { verifyText } from '#platform/crypto/signature.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'
import type { TerminalMemory } from '../memory.ts'
import type { Writer } from '../writing/client.ts'
import { ownAddresses } from './addresses.ts'

/** What hearing neighbours needs. */
export interface WitnessNeeds {
  memory: TerminalMemory
  writer: Writer
  clock: Clock
  logger: Logger
  /** A neighbour's head was kept: time to bring it to head office, where that is there. */
  kept: () => void
}

/** A neighbour's heads are kept no faster than this, ms; what comes faster is answered with 429. */
const leastPauseMs = 10_000
/** How long a neighbour may take over its request, ms. */
const patienceMs = 5_000
const mostConnections = 16

/** Collects a body; null where it is longer than allowed. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > maxWitnessBytes) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parse(text: string): Witnessed | null {
  try {
    const parsed = witnessedSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/**
 * Hears the neighbours of the branch: keeps the head of a ledger that a neighbour signed, where head office
 * named that PC and its key in the last session. It answers nothing but whether it kept it, and gives
 * nothing out. A port that cannot be had is logged and makes nothing else fail.
 */
export class WitnessListener {
  readonly #needs: WitnessNeeds
  readonly #config: NonNullable<TerminalConfig['witness']>
  readonly #keptAt = new Map<string, number>()
  #server: Server | null = null

  constructor(config: NonNullable<TerminalConfig['witness']>, needs: WitnessNeeds) {
    this.#config = config
    this.#needs = needs
  }

  /** Where this PC is found; null while it does not listen. */
  get addresses(): WitnessAddress[] | null {
    const bound = this.#server?.address() as AddressInfo | null | undefined
    return bound ? ownAddresses(this.#config.host, bound.port) : null
  }

  /** Begins to listen; resolves when it does, or when it cannot. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.#take(request).then(
        (status) => answer(response, status),
        (error: unknown) => {
          this.#needs.logger.log('warn', 'witness.failed', { error: describeError(error) })
          answer(response, 500)
        },
      )
    })
    server.maxConnections = mostConnections
    server.headersTimeout = patienceMs
    server.requestTimeout = patienceMs
    server.keepAliveTimeout = 1
    const { host, port } = this.#config
    await new Promise<void>((resume) => {
      server.once('error', (error) => {
        this.#needs.logger.log('error', 'witness.deaf', { error: describeError(error) })
        this.#server = null
        resume()
      })
      server.listen({ host, port }, () => {
        this.#server = server
        resume()
      })
    })
  }

  /** Ends listening and every connection. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (!server) return
    server.closeAllConnections()
    await new Promise((resume) => server.close(resume))
  }

  async #take(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST' || request.url !== witnessPath) return 404
    const text = await bodyOf(request)
    const witnessed = text === null ? null : parse(text)
    if (!witnessed) return 400
    if (!this.#isNeighbour(witnessed)) return 403
    const { deviceId } = witnessed
    const now = this.#needs.clock.monotonic()
    const last = this.#keptAt.get(deviceId)
    if (last !== undefined && now - last < leastPauseMs) return 429
    this.#keptAt.set(deviceId, now)
    await this.#needs.writer.call('ledger.witnessed', { witnessed })
    this.#needs.kept()
    return 200
  }

  /** Whether a PC that head office named signed this, of the ledger it named. */
  #isNeighbour({ deviceId, checkpoint }: Witnessed): boolean {
    const peers = this.#needs.memory.get('peers') ?? []
    const peer = peers.find((own) => own.deviceId === deviceId)
    if (!peer || peer.ledgerId !== checkpoint.ledgerId) return false
    return verifyText(peer.signingKey, checkpointText(checkpoint), checkpoint.signature)
  }
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-length': 0 }).end()
}
