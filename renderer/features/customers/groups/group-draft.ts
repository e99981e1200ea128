import { rangeOf, type RuleField, wordsOf } from '#domain/groups/fields.ts'
import { type GroupVisibility, groupVisibilities } from '#domain/groups/limits.ts'
import {
  choiceWays,
  type GroupRule,
  joins,
  type RuleGroup,
  type RulePart,
  ruleVersion,
} from '#domain/groups/rule.ts'

/** What is typed of a dynamic group until it is saved. */
export interface GroupDraft {
  name: string
  note: string
  visibility: GroupVisibility
  rule: GroupRule
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const isBound = (value: unknown) => value === null || Number.isSafeInteger(value)

function isPart(value: unknown): value is RulePart {
  if (!isRecord(value)) return false
  if ('join' in value) return isParts(value)
  const field = String(value['field']) as RuleField
  if (rangeOf(field)) return isBound(value['from']) && isBound(value['to'])
  const of: unknown = value['of']
  return (
    wordsOf(field) !== null &&
    choiceWays.some((way) => way === value['is']) &&
    Array.isArray(of) &&
    of.every((word) => typeof word === 'string')
  )
}

function isParts(value: Record<string, unknown>): boolean {
  const parts: unknown = value['parts']
  return joins.some((join) => join === value['join']) && Array.isArray(parts) && parts.every(isPart)
}

/** A draft as it was kept; null for what a program of today cannot go on with. */
export function draftOf(stored: unknown): GroupDraft | null {
  if (!isRecord(stored)) return null
  const { name, note, rule } = stored
  const visibility = groupVisibilities.find((each) => each === stored['visibility'])
  if (typeof name !== 'string' || typeof note !== 'string' || !visibility) return null
  if (!isRecord(rule) || rule['version'] !== ruleVersion) return null
  const root: unknown = rule['root']
  if (!isRecord(root) || !isParts(root)) return null
  return {
    name,
    note,
    visibility,
    rule: { version: ruleVersion, root: root as unknown as RuleGroup },
  }
}
