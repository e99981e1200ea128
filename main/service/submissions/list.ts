import type { Submission } from '#contract/ipc/sync.ts'
import { type ErrorCode, isErrorCode } from '#contract/errors.ts'
import type { FieldConflict } from '#contract/sync/commands.ts'
import { readRow } from '#db/cache/rows.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { type CustomerScope, standingOf } from '#db/customers/scope.ts'
import type { CommandRow } from '#db/journal/command-rows.ts'
import { ownCommands } from '#db/journal/submissions.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { correctableFields } from '#domain/customers/correction.ts'
import { maskField, maskName } from '#domain/customers/mask.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { submissionDetail } from './detail.ts'

/** The customer's name as this person may see it; null where this branch has no such customer. */
function customerName(db: ReadDatabase, context: CallContext, customerId: string): string | null {
  const name = readRow(db, tableNamed('customer'), [customerId])?.['name']
  if (typeof name !== 'string') return null
  const { roles, staffId } = context.actor
  const on = context.businessDate
  const scope: CustomerScope =
    customerAccess(roles) === 'branch' ? { kind: 'branch', on } : { kind: 'book', staffId, on }
  return standingOf(db, scope, customerId) === 'inside' ? name : maskName(name)
}

/** The cache, or null while it cannot be read: one's own queue is shown all the same. */
function withCache<Result>(
  context: CallContext,
  query: (db: ReadDatabase | null) => Result,
): Result {
  let found: { result: Result } | null = null
  try {
    found = context.cache((db) => ({ result: query(db) }))
  } catch {
    found = null
  }
  return found ? found.result : query(null)
}

function maskConflict(conflict: FieldConflict): Submission['conflicts'][number] {
  const field = correctableFields.find((name) => name === conflict.field)
  const mask = (value: string | null) => (field ? maskField(field, value) : null)
  return {
    ...conflict,
    mine: mask(conflict.mine),
    seen: mask(conflict.seen),
    current: mask(conflict.current),
  }
}

function codeOf(command: CommandRow): ErrorCode | null {
  return command.code !== null && isErrorCode(command.code) ? command.code : null
}

function view(command: CommandRow, context: CallContext, cache: ReadDatabase | null): Submission {
  const { customer_id: customerId } = command
  const conflicts = JSON.parse(command.conflicts) as FieldConflict[]
  return {
    commandId: command.command_id,
    name: command.name,
    customerId,
    customerName: cache && customerId !== null ? customerName(cache, context, customerId) : null,
    detail: submissionDetail(command, cache),
    givenAtMs: command.given_at,
    state: command.state,
    code: codeOf(command),
    conflicts: conflicts.map(maskConflict),
    decidedAtMs: command.decided_at,
    attempts: command.attempts,
  }
}

/** `sync.submissions`: the person's own commands. */
export const listSubmissions: Handler<'sync.submissions'> = ({ group }, context) => {
  const { staffId } = context.actor
  const commands = context.journal((db) => ownCommands(db, staffId, group))
  return withCache(context, (cache) => commands.map((command) => view(command, context, cache)))
}
