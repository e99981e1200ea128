import { crc32, deflateSync } from 'node:zlib'

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of one grey, pixels; `ballast` are bytes of a text chunk that make it heavier, `more` chunks before its pixels. */
export function drawnPng(
  width: number,
  height: number,
  { grey = 128, ballast = 0, more = [] as readonly string[] } = {},
): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.writeUInt8(8, 8)
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width, grey)])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...more.map((name) => chunk(name, Buffer.alloc(8))),
    ...(ballast > 0 ? [chunk('tEXt', Buffer.alloc(ballast, 'x'))] : []),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
