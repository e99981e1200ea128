import { describe, expect, test } from 'vitest'
import { pictureLimits, readPicture } from '#domain/learning/picture.ts'
import { drawnPng } from '#test/support/drawn-png.ts'

const of = (base64: string) => Buffer.from(base64, 'base64')

/** Three by two pixels, as drawing programs wrote them. */
const files = {
  jpeg: of(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAACAAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgb/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCYAki//9k=',
  ),
  lossy: of('UklGRjIAAABXRUJQVlA4ICYAAABwAQCdASoDAAIAAsBMJaACdAFAAAD+3Cluf/nYP/vR/6Y+MwAAAA=='),
  lossless: of('UklGRhwAAABXRUJQVlA4TBAAAAAvAkAAAAdQ1ehd/wMR0f8A'),
  extended: of(
    'UklGRlQAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAAiIiIiIiIAFZQOCAmAAAAcAEAnQEqAwACAALATCWgAnQBQAAA/twpbn/52D/70f+mPjMAAAA=',
  ),
}

/** The file with one byte changed. */
function changed(file: Buffer, at: number, byte: number): Buffer {
  const other = Buffer.from(file)
  other.writeUInt8(byte, at)
  return other
}

describe('what a picture is stands in its bytes', () => {
  test('PNG, JPEG, and WebP in its three forms', () => {
    expect(readPicture(drawnPng(3, 2))).toEqual({ kind: 'png', width: 3, height: 2 })
    expect(readPicture(files.jpeg)).toEqual({ kind: 'jpeg', width: 3, height: 2 })
    for (const file of [files.lossy, files.lossless, files.extended]) {
      expect(readPicture(file)).toEqual({ kind: 'webp', width: 3, height: 2 })
    }
  })

  test('what may run, or is something else, is none, whatever begins it', () => {
    for (const text of [
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      '<!doctype html><script>alert(1)</script>',
      'GIF89a',
      '%PDF-1.7',
      '\u0089PNG',
      'RIFF....WAVE',
    ]) {
      expect(readPicture(Buffer.from(text))).toBe('kind')
    }
    expect(readPicture(Buffer.alloc(0))).toBe('empty')
  })

  test('a file that was cut off, or goes on after its end, is damaged', () => {
    for (const file of [drawnPng(3, 2), ...Object.values(files)]) {
      for (let length = 12; length < file.length; length += 1) {
        expect(readPicture(file.subarray(0, length))).toBe('damaged')
      }
    }
    for (const file of [drawnPng(3, 2), files.lossy]) {
      const longer = Buffer.concat([file, Buffer.from('<script>alert(1)</script>')])
      expect(readPicture(longer)).toBe('damaged')
    }
    expect(readPicture(drawnPng(0, 2))).toBe('damaged')
  })

  test('none that moves', () => {
    expect(readPicture(drawnPng(3, 2, { more: ['acTL'] }))).toBe('moving')
    expect(readPicture(changed(files.extended, 20, 0x12))).toBe('moving')
  })

  test('neither heavier nor larger than a card needs', () => {
    const { bytes, side } = pictureLimits
    const rest = drawnPng(3, 2, { ballast: 1 }).length - 1
    expect(readPicture(drawnPng(3, 2, { ballast: bytes - rest }))).toMatchObject({ kind: 'png' })
    expect(readPicture(drawnPng(3, 2, { ballast: bytes - rest + 1 }))).toBe('tooHeavy')
    expect(readPicture(drawnPng(side, 2))).toMatchObject({ width: side })
    expect(readPicture(drawnPng(side + 1, 2))).toBe('tooLarge')
    expect(readPicture(drawnPng(2, side + 1))).toBe('tooLarge')
  })
})
