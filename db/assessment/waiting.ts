import { all, type ReadDatabase } from '../connection/statements.ts'

/** Payloads of commands of the assessment that head office has not answered yet, from this PC. */
export function waitingAssessment(journal: ReadDatabase): Record<string, unknown>[] {
  const rows = all<{ payload: string }>(
    journal,
    `SELECT payload FROM command WHERE state IN ('waiting', 'sent') AND name LIKE 'assessment.%'`,
  )
  return rows.map(({ payload }) => JSON.parse(payload) as Record<string, unknown>)
}
