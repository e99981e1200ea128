import type { Submission } from '#contract/ipc/sync.ts'
import {
  completeTaskSchema,
  logContactSchema,
  proposeCorrectionSchema,
} from '#contract/sync/commands.ts'
import { assertNever } from '#contract/errors.ts'
import { readRow } from '#db/cache/rows.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { CommandRow } from '#db/journal/command-rows.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'

/**
 * Words that tell one command from the next; no customer data beyond the names of fields. `cache`
 * is null while the cache is closed.
 */
export function submissionDetail(
  command: CommandRow,
  cache: ReadDatabase | null,
): Submission['detail'] {
  const payload = JSON.parse(command.payload) as unknown
  switch (command.name) {
    case 'contact.log': {
      const contact = logContactSchema.safeParse(payload)
      if (!contact.success) return {}
      return { channel: contact.data.channel, outcome: contact.data.outcome }
    }
    case 'task.complete': {
      const task = completeTaskSchema.safeParse(payload)
      if (!task.success) return {}
      const row = cache && readRow(cache, tableNamed('task'), [task.data.taskId])
      return { kind: row?.['kind'] ?? null, outcome: task.data.outcome }
    }
    case 'customer.proposeCorrection': {
      const correction = proposeCorrectionSchema.safeParse(payload)
      if (!correction.success) return {}
      return { fields: correction.data.changes.map(({ field }) => field).join(',') }
    }
    default:
      return assertNever(command.name)
  }
}
