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

const pushSchema = z.object({
  deviceEpoch: z.int(),
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
export function readPush(body: unknown): { deviceEpoch: number; commands: ReceivedCommand[] } {
  const { deviceEpoch, commands } = parseInput(pushSchema, body)
  return { deviceEpoch, commands: commands.map(receive) }
}
