import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolders } from '#test/support/temporary-folder.ts'
import { RunProgress } from '#tools/durability/progress.ts'
import { rowsOf, runKinds } from '#tools/ledger-proof/run.ts'

const folder = temporaryFolders('ledger-proof')
const most = 2

test(
  'every kind of tampering is found at its record, and no honest kill is',
  { timeout: 300_000 },
  async () => {
    const home = folder()
    const identity = { seed: 3, short: true, code: 'test' }
    const progress = RunProgress.begin(join(home, 'progress.json'), identity)
    const parts = { seed: 3, short: true, most, folder: join(home, 'files'), progress }
    await runKinds({ ...parts, stopped: () => false, say: () => {} })
    const rows = rowsOf(progress, true, most)
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter(({ held }) => !held).map(({ what, told }) => [what, told])).toEqual([])
    const attacked = rows.filter(({ exact }) => exact !== null)
    expect(attacked.every(({ found, exact }) => found === most && exact === most)).toBe(true)
  },
)

test('a run that was stopped goes on where it was', { timeout: 120_000 }, async () => {
  const home = folder()
  const file = join(home, 'progress.json')
  const identity = { seed: 3, short: true, code: 'test' }
  const parts = { seed: 3, short: true, most: 3, folder: join(home, 'files'), say: () => {} }
  let left = 4
  const first = RunProgress.begin(file, identity)
  await runKinds({ ...parts, progress: first, stopped: () => (left -= 1) < 0 })
  const again = RunProgress.resume(file, identity)
  const [edit, rehash, none] = rowsOf(again, true).map(({ cases }) => cases)
  expect([edit, rehash, none]).toEqual([3, 1, 0])
  let one = 1
  await runKinds({ ...parts, progress: again, stopped: () => (one -= 1) < 0 })
  expect(rowsOf(again, true)[1]?.cases).toBe(2)
})
