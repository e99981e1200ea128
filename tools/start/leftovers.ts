import { removeRunFile, startedChildren } from './run-file.ts'

/**
 * Ends what a killed `npm start` left running (its terminals and head office; PostgreSQL is taken
 * over by the next start) and forgets it. Returns how many there were.
 */
export async function clearLeftovers(): Promise<number> {
  const ended = await startedChildren.endLeft()
  removeRunFile()
  return ended
}
