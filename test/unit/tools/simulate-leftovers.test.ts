import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolders } from '#test/support/temporary-folder.ts'
import { clearLeftovers } from '#tools/simulate/engine/disk.ts'

const folder = temporaryFolders('leftovers')

test('what killed simulations left is deleted, nothing of those that run, nothing of others', () => {
  const parent = folder()
  const { pid: dead } = spawnSync(process.execPath, ['--version'])
  const left = [
    `ocrm-simulation-${dead}-a1b2c3`,
    `ocrm-simulation-${process.pid}-a1b2c3`,
    'other-1',
  ]
  for (const name of left) mkdirSync(join(parent, name, 'postgres'), { recursive: true })
  clearLeftovers(parent)
  expect(readdirSync(parent).sort()).toEqual([left[1], left[2]].sort())
})
