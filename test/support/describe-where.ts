import { describe } from 'vitest'
import { skippedName } from '#tools/test/tally.ts'

/** A group of tests that runs where `there` holds, and is skipped with its reason elsewhere. */
export function describeWhere(
  there: boolean,
  title: string,
  reason: string,
  tests: () => void,
): void {
  if (there) describe(title, tests)
  else describe.skip(skippedName(title, reason), tests)
}
