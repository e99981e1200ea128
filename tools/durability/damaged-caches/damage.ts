import { closeSync, fstatSync, ftruncateSync, openSync, writeSync, readSync } from 'node:fs'
import type { Chance } from '#platform/chance/chance.ts'

/** What a disk does to a file. */
export const damages = ['bit', 'zeros', 'header', 'half', 'noise'] as const
/** One kind of damage. */
export type Damage = (typeof damages)[number]

/** The damages in words. */
export const damageWords: Record<Damage, string> = {
  bit: 'one bit flipped',
  zeros: 'a block of 4 to 16 KiB zeroed',
  header: 'the header overwritten',
  half: 'only half of the file left',
  noise: '5 % of all pages overwritten with noise',
}

/** Overwrites a part of a file in place, as seen by whoever has it open. */
function flipBit(file: number, size: number, random: Chance): void {
  const at = random.int(0, size - 1)
  const byte = Buffer.alloc(1)
  readSync(file, byte, 0, 1, at)
  byte.writeUInt8(byte.readUInt8(0) ^ (1 << random.int(0, 7)))
  writeSync(file, byte, 0, 1, at)
}

function noise(file: number, size: number, pageBytes: number, random: Chance): void {
  const pages = Math.max(1, Math.floor(size / pageBytes))
  const hurt = new Set<number>()
  while (hurt.size < Math.ceil(pages * 0.05)) hurt.add(random.int(0, pages - 1))
  for (const page of hurt) writeSync(file, random.bytes(pageBytes), 0, pageBytes, page * pageBytes)
}

/** Damages a file with pages of so many bytes, without asking whoever has it open. */
export function damage(path: string, kind: Damage, pageBytes: number, random: Chance): void {
  const file = openSync(path, 'r+')
  try {
    const { size } = fstatSync(file)
    if (size === 0) return
    if (kind === 'bit') flipBit(file, size, random)
    if (kind === 'zeros') {
      const length = Math.min(size, 4_096 * random.int(1, 4))
      const place = random.int(0, Math.floor((size - length) / 512)) * 512
      writeSync(file, Buffer.alloc(length), 0, length, place)
    }
    if (kind === 'header') writeSync(file, random.bytes(100), 0, Math.min(100, size), 0)
    if (kind === 'half') ftruncateSync(file, Math.floor(size / 2))
    if (kind === 'noise') noise(file, size, pageBytes, random)
  } finally {
    closeSync(file)
  }
}
