import { z } from 'zod'
import { type Command, commandSchema } from '#contract/sync/commands.ts'
import { maxPushCommands } from '#contract/sync/protocol.ts'
import { parseInput } from '../server/parse.ts'
import { requestHash } from './canonical-json.ts'

/** A command as received: whole, or (`command` null) only identifiable and to be quarantined. */
export interface ReceivedCommand {
  seq: number
  commandId: string
  hash: string
  /** The command as it came, for the record. */
  raw: Record<string, unknown>
  command: Command | null
}

/** A push: whose numbers it holds, for which epoch (absent from older terminals), and what. */
export interface ReceivedPush {
  deviceEpoch: number
  epoch?: string | undefined
  commands: ReceivedCommand[]
}

const pushSchema = z.object({
  deviceEpoch: z.int(),
  epoch: z.string().optional(),
  commands: z.array(z.record(z.string(), z.unknown())).min(1).max(maxPushCommands),
})
const identitySchema = z.object({ seq: z.int().min(1), commandId: z.string().min(1).max(64) })

function receive(raw: Record<string, unknown>): ReceivedCommand {
  const { seq, commandId } = parseInput(identitySchema, raw)
  const whole = commandSchema.safeParse(raw)
  return {
    seq,
    commandId,
    hash: requestHash(raw),
    raw,
    command: whole.success ? whole.data : null,
  }
}

/**
 * Reads a push leniently: one command that does not fit must not block the others for ever, so it is
 * kept as long as it can be named. Throws `request.invalid` where it cannot.
 */
export function readPush(body: unknown): ReceivedPush {
  const { commands, ...place } = parseInput(pushSchema, body)
  return { ...place, commands: commands.map(receive) }
}
