import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRecording } from '#tools/durability/power-cut/recording.ts'
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

  function round(synchronous: Synchronous, acts: number, images: number, copies = false) {
    const tells = synchronous === 'FULL'
    const parts = { shim, scratch, synchronous, copies, acts, images, tells }
    return powerCutRound(parts, { index: 0, seed: 1, folder: folder() })
  }

  test('nothing acknowledged is lost, nothing is half applied, every accepted act is seen', async () => {
    const { figures, broken } = await round('FULL', 60, 60)
    expect(broken).toEqual([])
    expect(figures).toMatchObject({ fullImages: 60, fullFound: 0, fullEarly: 0 })
    expect(figures['fullTransactions']).toBeGreaterThan(40)
    expect(figures['fullSyncs']).toBeGreaterThanOrEqual(figures['fullTransactions'] ?? 0)
  })

  test('the same with the records of the journal beside it, which are synced as early', async () => {
    const { figures, broken } = await round('FULL', 60, 60, true)
    expect(broken).toEqual([])
    expect(figures).toMatchObject({ fullCopiedImages: 60, fullFound: 0, fullEarly: 0 })
    const synced = readRecording(readFileSync(join(scratch, 'recorded.log'))).filter(
      (entry) => entry.kind === 'opened' && entry.name.startsWith('records'),
    )
    expect(synced.length).toBeGreaterThan(3)
  })

  test('a snapshot is put in place only once the end of the former log will last', () => {
    const entries = readRecording(readFileSync(join(scratch, 'recorded.log')))
    let lasting = true
    let published = 0
    let folder = -1
    for (const entry of entries) {
      if (entry.kind === 'renamed' && entry.to.startsWith('records')) continue
      if (entry.kind === 'opened' && entry.name === '') folder = entry.fd
      if (entry.kind === 'synced' && entry.fd === folder) lasting = true
      if (entry.kind === 'closed' && entry.fd === folder) folder = -1
      if (entry.kind === 'unlinked' && entry.name === 'cache-1.db-wal') lasting = false
      if (entry.kind !== 'renamed') continue
      published += 1
      expect(lasting).toBe(true)
    }
    expect(published).toBe(2)
  })

  test('a journal opened without full durability is caught', async () => {
    const { figures } = await round('NORMAL', 40, 10)
    expect(figures['normalWithLoss']).toBeGreaterThan(3)
    expect(figures['normalEarly']).toBeGreaterThan(20)
  })
})
