import { expect, test } from 'vitest'
import { chance } from '#platform/chance/chance.ts'
import { type Cut, Disk } from '#tools/durability/power-cut/disk.ts'
import type { Entry } from '#tools/durability/power-cut/recording.ts'

const nothing: Cut = { whole: 0, torn: 0, names: 'any' }
const mixed: Cut = { whole: 0.3, torn: 0.4, names: 'any' }
const folderOf = (name = ''): Entry[] => [
  { kind: 'opened', fd: 9, name, how: 'folder' },
  { kind: 'synced', fd: 9 },
  { kind: 'closed', fd: 9 },
]
const made = (name: string, fd = 3): Entry => ({ kind: 'opened', fd, name, how: 'made' })
const written = (place: number, text: string, fd = 3): Entry => ({
  kind: 'written',
  fd,
  place,
  bytes: Buffer.from(text),
})

function diskAfter(...entries: Entry[]): Disk {
  const disk = new Disk()
  for (const entry of entries) disk.replay(entry)
  return disk
}

/** What many cuts leave of a file; `null` where it is gone. */
function fates(disk: Disk, name: string, cut: Cut): Set<string | null> {
  const random = chance(1)
  const seen = Array.from({ length: 300 }, () => {
    const bytes = disk.afterCut(cut, random).get(name)
    return bytes ? bytes.toString() : null
  })
  return new Set(seen)
}

test('what was synced is there after every cut, what was not may be', () => {
  const disk = diskAfter(made('a'), written(0, 'safe'), { kind: 'synced', fd: 3 }, ...folderOf())
  expect(fates(disk, 'a', mixed)).toEqual(new Set(['safe']))
  disk.replay(written(0, 'SAFE'))
  expect(disk.isUnsynced('a')).toBe(true)
  expect(fates(disk, 'a', nothing)).toEqual(new Set(['safe']))
  expect(fates(disk, 'a', mixed)).toEqual(new Set(['safe', 'SAFE']))
  disk.replay({ kind: 'synced', fd: 3 })
  expect(fates(disk, 'a', mixed)).toEqual(new Set(['SAFE']))
})

test('a file whose folder was not synced may be gone, however well it was synced itself', () => {
  const disk = diskAfter(made('a'), written(0, 'x'), { kind: 'synced', fd: 3 })
  expect(fates(disk, 'a', mixed)).toEqual(new Set([null, 'x']))
  folderOf().forEach((entry) => disk.replay(entry))
  expect(fates(disk, 'a', mixed)).toEqual(new Set(['x']))
  disk.replay({ kind: 'unlinked', name: 'a' })
  expect(fates(disk, 'a', mixed)).toEqual(new Set([null, 'x']))
})

test('a folder is there once the folder it stands in was synced, and its names once it was itself', () => {
  const disk = diskAfter({ kind: 'folder', name: 'f' }, made('f/a'), written(0, 'x'))
  disk.replay({ kind: 'synced', fd: 3 })
  folderOf('f').forEach((entry) => disk.replay(entry))
  expect(fates(disk, 'f/a', mixed)).toEqual(new Set([null, 'x']))
  folderOf().forEach((entry) => disk.replay(entry))
  expect(fates(disk, 'f/a', mixed)).toEqual(new Set(['x']))
  disk.replay({ kind: 'renamed', from: 'f/a', to: 'f/b' })
  folderOf().forEach((entry) => disk.replay(entry))
  expect(fates(disk, 'f/b', mixed)).toEqual(new Set([null, 'x']))
})

test('a torn write is mixed of sectors of 512 bytes, each old or new', () => {
  const old = 'o'.repeat(2_048)
  const disk = diskAfter(made('a'), written(0, old), { kind: 'synced', fd: 3 }, ...folderOf())
  disk.replay(written(0, 'n'.repeat(2_048)))
  const seen = fates(disk, 'a', { whole: 0, torn: 1, names: 'any' })
  expect(seen.size).toBe(16)
  for (const text of seen) expect(text).toMatch(/^(o{512}|n{512}){4}$/)
})

test('a later write to a sector brings what earlier ones put there', () => {
  const disk = diskAfter(made('a'), written(0, 'aaaa'), { kind: 'synced', fd: 3 }, ...folderOf())
  disk.replay(written(0, 'b'))
  disk.replay(written(3, 'c'))
  expect(fates(disk, 'a', mixed)).toEqual(new Set(['aaaa', 'baaa', 'baac']))
})

test('with names in order, a rename is never there without what came before it', () => {
  const disk = diskAfter(made('a'), made('b', 4), ...folderOf())
  disk.replay({ kind: 'unlinked', name: 'b' })
  disk.replay({ kind: 'renamed', from: 'a', to: 'c' })
  const random = chance(2)
  const seen = (names: Cut['names']) =>
    new Set(
      Array.from({ length: 300 }, () =>
        [...disk.afterCut({ ...nothing, names }, random).keys()].sort().join(),
      ),
    )
  expect(seen('ordered')).toEqual(new Set(['a,b', 'a', 'c']))
  expect(seen('any')).toEqual(new Set(['a,b', 'a', 'c', 'b,c']))
})
