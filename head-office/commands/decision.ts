import type { ErrorCode } from '#contract/errors.ts'
import type { FieldConflict } from '#contract/sync/commands.ts'

/** How head office decided a command; every outcome here is final. */
export interface Decision {
  outcome: 'applied' | 'applied_with_changes' | 'rejected' | 'quarantined'
  code: ErrorCode | null
  conflicts: FieldConflict[]
  /** `rev` after the command of the rows it changed in the device's own scope, by `table:id`. */
  revs: Record<string, number>
  /** Version of the device's branch that carries the effects; 0 where none is in its scope. */
  ver: number
}

/** What a handler wrote into the device's own branch. */
export type Written = Pick<Decision, 'revs' | 'ver'>

const nothing: Written = { revs: {}, ver: 0 }

/** The command took effect as given. */
export function applied(written: Written = nothing): Decision {
  return { outcome: 'applied', code: null, conflicts: [], ...written }
}

/** The command took effect, but not quite as the person saw it; `code` says how. */
export function appliedWithChanges(code: ErrorCode, written: Written = nothing): Decision {
  return { outcome: 'applied_with_changes', code, conflicts: [], ...written }
}

/** Ended without effect, as a finding says. */
export function ended(outcome: 'rejected' | 'quarantined', code: ErrorCode): Decision {
  return { outcome, code, conflicts: [], ...nothing }
}

/** A decision that today's rules refuse: no effect. */
export function rejected(code: ErrorCode, conflicts: FieldConflict[] = []): Decision {
  return { outcome: 'rejected', code, conflicts, ...nothing }
}

/** Kept for a supervisor, without effect until he or she decides. */
export function quarantined(code: ErrorCode): Decision {
  return { outcome: 'quarantined', code, conflicts: [], ...nothing }
}
