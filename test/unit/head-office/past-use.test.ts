import { expect, test } from 'vitest'
import { pastUse } from '#head-office/demo/past-use.ts'
import { addDays, type Day } from '#domain/time/day.ts'

test('however many people a demo bank has, nobody begins two sessions at one moment', () => {
  const month = '2026-10-01' as Day
  const working = Array.from({ length: 20 }, (_, nth) => addDays(month, nth))
  const of = { month, working, until: '2026-10-31' as Day, back: 1, seed: 7 }
  for (let nth = 0; nth < 300; nth += 1) {
    const no = `81199${nth}`
    const person = {
      ...{ id: `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`, no, name: '某' },
      ...{ post: '柜员', role: 'teller' as const, unitCode: '1' },
    }
    const ids = pastUse(person, of).map(({ sessionId }) => sessionId)
    expect(new Set(ids).size, no).toBe(ids.length)
  }
})
