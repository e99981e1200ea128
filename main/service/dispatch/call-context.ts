import type { CommandName, CommandPayload } from '#contract/sync/commands.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { OperationArgs, OperationName } from '#main/sync/writing/operations.ts'
import type { Clock } from '#platform/clock/clock.ts'

/** Writes into the file of the person who is logged in. */
export type OwnOperation = Exclude<
  Extract<OperationName, `user.${string}`>,
  'user.open' | 'user.close'
>

/** Who gives the call: always taken from the service's own session, never from arguments. */
export interface Actor {
  readonly sessionId: string
  readonly staffId: string
  readonly staffNo: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Branch of this terminal: the only branch its cache holds. */
  readonly branchId: string
  readonly mode: 'online' | 'offline'
}

/** A command as a use case gives it; the service adds who, when and under which grant. */
export interface CommandDraft<Name extends CommandName> {
  name: Name
  payload: CommandPayload<Name>
  customerId: string | null
  /** `rev` of the rows the person saw, by `table:id`. */
  baseRevs?: Record<string, number>
  /** Id of the command that must not be rejected for this one to make sense. */
  dependsOn?: string | null
  /** Id of the rejected command that this one repairs. */
  supersedes?: string | null
}

/** A refusal that its author deals with without giving another command. */
export interface Dismissal {
  commandId: string
  customerId: string | null
  reason: string | null
}

/** A look at one masked field, as the ledger keeps it. */
export interface Reveal {
  customerId: string
  field: string
  reason: string
}

/** Everything a use case may do in one call. */
export interface CallContext {
  /** Throws `session.required` or `session.locked` where nobody may act. */
  readonly actor: Actor
  /** The person logged in, also while the screen is locked; null before a login. */
  readonly actorOrNull: Actor | null
  readonly clock: Clock
  /** Business date of the cached data (`YYYY-MM-DD`); throws `cache.notReady`. */
  readonly businessDate: string
  /**
   * Queries the branch's cache in one read transaction; `query` must not await. Throws
   * `cache.notReady` before the first snapshot is in and `cache.leaseExpired` after the lease.
   */
  cache<Result>(query: (db: ReadDatabase) => Result): Result
  /** Queries the journal (own commands, usage ledger) in one read transaction. */
  journal<Result>(query: (db: ReadDatabase) => Result): Result
  /** Queries the person's own file (views, favourites) in one read transaction. */
  own<Result>(query: (db: ReadDatabase) => Result): Result
  /** Writes into the person's own file; durable when the promise resolves. */
  keep<Name extends OwnOperation>(name: Name, args: OperationArgs<Name>): Promise<void>
  /**
   * Gives a command: durable with its ledger row when the promise resolves, its effect visible in
   * the cache. Resolves to the command's id. Throws `storage.full`.
   */
  submit<Name extends CommandName>(draft: CommandDraft<Name>): Promise<string>
  /**
   * Closes a refusal of the person's own and tells head office, in one durable write: dismissed with a
   * reason, or (`reason` null) settled by taking over what head office holds. Throws
   * `command.notRejected` where it is none.
   */
  dismiss(dismissal: Dismissal): Promise<void>
  /** Writes the reveal to the ledger; durable when the promise resolves, before any value is shown. */
  reveal(reveal: Reveal): Promise<void>
  /**
   * Writes the call's usage record now, with more to say than its name; durable when the promise
   * resolves, before what it testifies to happens.
   */
  testify(body: Record<string, string | number>): Promise<void>
  /** Folder for files a person takes along; made when the first one is written. */
  readonly exportFolder: string
  /** Whether the call is practice on an invented branch: a file it leaves says so. */
  readonly practising: boolean
  /** A fresh UUIDv7. */
  newId(): string
}
