/** What a picture of a course may weigh and measure: bytes of one file, bytes of all of a course, pixels a side. */
export const pictureLimits = { bytes: 200 * 1024, courseBytes: 1024 * 1024, side: 1600 } as const

/** Kinds of pictures: each is nothing but pixels. SVG is none of them, because it may run. */
export const pictureKinds = ['png', 'jpeg', 'webp'] as const
export type PictureKind = (typeof pictureKinds)[number]

/** A file that is a picture, as its own bytes say; pixels. */
export interface PictureFacts {
  kind: PictureKind
  width: number
  height: number
}

/**
 * Why a file is no picture for a course: `empty`, `tooHeavy`, of no known kind (`kind`), cut off or damaged
 * (`damaged`), moving (`moving`), `tooLarge` on a side.
 */
export type PictureFault = 'empty' | 'tooHeavy' | 'kind' | 'damaged' | 'moving' | 'tooLarge'

type Facts = PictureFacts | 'damaged' | 'moving'

const pngMagic = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const letters = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4))

/** PNG (ISO/IEC 15948): chunks of length, name, data and check sum, from IHDR to IEND; `acTL` makes it move. */
function pngFacts(bytes: Uint8Array): Facts {
  const view = viewOf(bytes)
  let size: { width: number; height: number } | null = null
  let at = pngMagic.length
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at)
    const name = letters(bytes, at + 4)
    if (size === null) {
      if (name !== 'IHDR' || length !== 13 || at + 25 > bytes.length) return 'damaged'
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    }
    if (name === 'acTL') return 'moving'
    at += 12 + length
    if (name === 'IEND') return at === bytes.length ? { kind: 'png', ...size } : 'damaged'
  }
  return 'damaged'
}

/** JPEG (ITU-T T.81): segments up to the frame header, which has the size; the file ends with EOI. */
function jpegFacts(bytes: Uint8Array): Facts {
  const view = viewOf(bytes)
  if (view.getUint16(bytes.length - 2) !== 0xff_d9) return 'damaged'
  let at = 2
  while (at + 9 <= bytes.length) {
    const marker = view.getUint16(at)
    if (marker === 0xff_ff) {
      at += 1
      continue
    }
    if (marker < 0xff_01 || marker === 0xff_da) return 'damaged'
    // SOF0 to SOF15, without DHT, JPG and DAC, which stand between them.
    const frame = marker >= 0xff_c0 && marker <= 0xff_cf
    if (frame && marker !== 0xff_c4 && marker !== 0xff_c8 && marker !== 0xff_cc) {
      return { kind: 'jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    }
    at += 2 + view.getUint16(at + 2)
  }
  return 'damaged'
}

/** WebP (RFC 9649): a RIFF file whose first chunk is `VP8 `, `VP8L` or `VP8X`; a flag of the last makes it move. */
function webpFacts(bytes: Uint8Array): Facts {
  const view = viewOf(bytes)
  if (bytes.length < 30 || view.getUint32(4, true) + 8 !== bytes.length) return 'damaged'
  const uint24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
  switch (letters(bytes, 12)) {
    case 'VP8 ':
      if (view.getUint16(23) !== 0x9d_01 || view.getUint8(25) !== 0x2a) return 'damaged'
      return {
        kind: 'webp',
        width: view.getUint16(26, true) & 0x3f_ff,
        height: view.getUint16(28, true) & 0x3f_ff,
      }
    case 'VP8L': {
      if (view.getUint8(20) !== 0x2f) return 'damaged'
      const packed = view.getUint32(21, true)
      const [width, height] = [(packed & 0x3f_ff) + 1, ((packed >>> 14) & 0x3f_ff) + 1]
      return { kind: 'webp', width, height }
    }
    case 'VP8X':
      if ((view.getUint8(20) & 0x02) !== 0) return 'moving'
      return { kind: 'webp', width: uint24(24) + 1, height: uint24(27) + 1 }
    default:
      return 'damaged'
  }
}

function factsOf(bytes: Uint8Array): Facts | 'kind' {
  if (pngMagic.every((byte, at) => bytes[at] === byte)) return pngFacts(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return jpegFacts(bytes)
  if (letters(bytes, 0) === 'RIFF' && letters(bytes, 8) === 'WEBP') return webpFacts(bytes)
  return 'kind'
}

/** What a file says that it is, by its bytes and never by its name; or why no course may show it. */
export function readPicture(bytes: Uint8Array): PictureFacts | PictureFault {
  if (bytes.length === 0) return 'empty'
  if (bytes.length > pictureLimits.bytes) return 'tooHeavy'
  const facts = factsOf(bytes)
  if (typeof facts === 'string') return facts
  if (facts.width === 0 || facts.height === 0) return 'damaged'
  return Math.max(facts.width, facts.height) > pictureLimits.side ? 'tooLarge' : facts
}
