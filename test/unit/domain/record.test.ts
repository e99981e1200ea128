import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { brokenRevealLimit, revealLimits } from '#domain/customers/reveal.ts'
import { contactSchema } from '#domain/customers/contact.ts'
import {
  day,
  fen,
  fieldKind,
  flag,
  id,
  instant,
  integer,
  json,
  text,
  word,
} from '#domain/record/field.ts'
import { taskEvidence } from '#domain/workbench/evidence.ts'
import { taskKinds } from '#domain/workbench/task.ts'

describe('kinds of field', () => {
  test.each([
    [id(), 'text', false],
    [text(10), 'text', false],
    [word(['a', 'b']).nullable(), 'text', true],
    [integer(), 'int', false],
    [fen().nullable(), 'int', true],
    [day(), 'day', false],
    [instant(), 'instant', false],
    [flag(), 'flag', false],
    [json(), 'json', false],
  ] as const)('tell how they travel', (schema, wire, nullable) => {
    expect(fieldKind(schema)).toEqual({ wire, nullable })
  })

  test('a field made otherwise is refused', () => {
    expect(() => fieldKind(z.string())).toThrow()
  })

  test('money and counts are safe integers', () => {
    for (const schema of [fen(), integer(), instant()]) {
      expect(schema.safeParse(Number.MAX_SAFE_INTEGER).success).toBe(true)
      expect(schema.safeParse(0.5).success).toBe(false)
      expect(schema.safeParse(2 ** 53).success).toBe(false)
      expect(schema.safeParse(Number.NaN).success).toBe(false)
    }
  })

  test('ids are lower-case UUIDs', () => {
    expect(id().safeParse('019ab000-0000-7000-8000-000000000001').success).toBe(true)
    expect(id().safeParse('019AB000-0000-7000-8000-000000000001').success).toBe(false)
    expect(id().safeParse('1').success).toBe(false)
  })
})

test('a record takes no field it does not know', () => {
  const known = Object.keys(contactSchema.shape)
  expect(known).not.toContain('mood')
  expect(contactSchema.safeParse({ mood: 'good' }).error?.issues.map(({ code }) => code)).toContain(
    'unrecognized_keys',
  )
})

test('every kind of task names the facts behind it', () => {
  expect(Object.keys(taskEvidence).sort()).toEqual([...taskKinds].sort())
  for (const kind of taskKinds) {
    expect(taskEvidence[kind].partial().safeParse({}).success).toBe(true)
  }
})

test.each([
  [0, 0, null],
  [29, 199, null],
  [30, 30, 'hour'],
  [30, 200, 'day'],
  [0, 200, 'day'],
] as const)(
  'after %s looks this hour and %s this day the limit broken is %s',
  (hour, today, broken) => {
    expect(brokenRevealLimit({ hour, day: today }, revealLimits)).toBe(broken)
  },
)
