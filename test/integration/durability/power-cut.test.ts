import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { powerCutRound, type Synchronous } from '#tools/durability/power-cut/round.ts'
import { compileShim, unableToRecord } from '#tools/durability/power-cut/shim.ts'
import { fastFolder } from '#tools/simulate/engine/disk.ts'
import { describeWhere } from '#test/support/describe-where.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('power-cut')
const reason = await unableToRecord()

describeWhere(reason === undefined, 'after a power cut at any moment', reason ?? '', () => {
  const scratch = fastFolder()
  const shim = join(scratch, 'shim.so')
  beforeAll(() => compileShim(shim))
  afterAll(() => rmSync(scratch, { recursive: true }))

  function round(synchronous: Synchronous, acts: number, images: number) {
    const parts = { shim, scratch, synchronous, acts, images }
    return powerCutRound(parts, { index: 0, seed: 1, folder: folder() })
  }

  test('nothing acknowledged is lost, nothing is half applied, every accepted act is seen', async () => {
    const { figures, broken } = await round('FULL', 60, 60)
    expect(broken).toEqual([])
    expect(figures).toMatchObject({ fullImages: 60, fullFound: 0, fullEarly: 0 })
    expect(figures['fullTransactions']).toBeGreaterThan(40)
    expect(figures['fullSyncs']).toBeGreaterThanOrEqual(figures['fullTransactions'] ?? 0)
  })

  test('a journal opened without full durability is caught', async () => {
    const { figures } = await round('NORMAL', 40, 10)
    expect(figures['normalWithLoss']).toBeGreaterThan(3)
    expect(figures['normalEarly']).toBeGreaterThan(20)
  })
})
