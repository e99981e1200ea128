import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Both, Picture } from '#domain/learning/course.ts'
import { readPicture } from '#domain/learning/picture.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

const folder = join(import.meta.dirname, 'pictures')

/** A picture of the library's folder, with what is seen on it. Throws where the file is none. */
export function picture(file: string, alt: Both): Picture {
  const bytes = readFileSync(join(folder, file))
  const facts = readPicture(bytes)
  if (typeof facts === 'string') throw new Error(`${file}: ${facts}`)
  return { hash: sha256Hex(bytes), width: facts.width, height: facts.height, alt }
}

/** The files of all pictures of the library. */
export function libraryPictures(): Buffer[] {
  const files = readdirSync(folder).filter((file) => /\.(?:png|jpe?g|webp)$/.test(file))
  return files.sort().map((file) => readFileSync(join(folder, file)))
}
