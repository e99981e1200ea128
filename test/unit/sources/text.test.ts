import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectEncoding, lineDecoder } from '#head-office/sources/text/encoding.ts'
import { readLines } from '#head-office/sources/text/lines.ts'
import { readRecords } from '#head-office/sources/text/records.ts'
import { type Dialect, splitRecord } from '#head-office/sources/text/split.ts'

const semicolons: Dialect = { delimiter: ';', quote: '"', multiline: false }
const utf8 = lineDecoder('utf-8')

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size))
  }
}

async function records(text: string, dialect: Dialect, columns: number, piece = 7) {
  const found: { line: number; content: unknown }[] = []
  const lines = readLines(inPieces(Buffer.from(text), piece))
  for await (const { line, content } of readRecords(lines, utf8, dialect, columns)) {
    found.push({ line, content: 'fields' in content ? content.fields : content.broken })
  }
  return found
}

describe('splitting a record', () => {
  test('reads back whatever was quoted', () => {
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        const text = values.map(quoted).join(';')
        expect(splitRecord(text, semicolons)).toEqual({ fields: values })
      }),
    )
  })

  test.each([
    ['a;"b;1', 'open'],
    ['a;"b"c;1', 'trailing'],
    ['a;"b" ;1', 'trailing'],
  ])('%s is broken', (text, broken) => {
    expect(splitRecord(text, semicolons)).toEqual({ broken })
  })

  test('keeps empty values at both ends', () => {
    expect(splitRecord(';"";', semicolons)).toEqual({ fields: ['', '', ''] })
  })
})

describe('cutting a file into records', () => {
  test('a broken quote costs one line and no other', async () => {
    const text = 'h1;h2\r\n1;"a"\r\n2;"b\r\n3;"c"\r\n4;d"e\r\n5;"f"\r\n'
    expect(await records(text, semicolons, 2)).toEqual([
      { line: 1, content: ['h1', 'h2'] },
      { line: 2, content: ['1', 'a'] },
      { line: 3, content: 'quoting' },
      { line: 4, content: ['3', 'c'] },
      { line: 5, content: ['4', 'd"e'] },
      { line: 6, content: ['5', 'f'] },
    ])
  })

  test('a value over several lines is one record, counted by its first line', async () => {
    const text = 'a;b\n1;"x\ny\nz"\n2;"w"\n'
    expect(await records(text, { ...semicolons, multiline: true }, 2)).toEqual([
      { line: 1, content: ['a', 'b'] },
      { line: 2, content: ['1', 'x\ny\nz'] },
      { line: 5, content: ['2', 'w'] },
    ])
  })

  test('an open quote swallows no line that is whole by itself', async () => {
    const text = 'a;b\n1;"x\n2;"y"\n3;z\n'
    expect(await records(text, { ...semicolons, multiline: true }, 2)).toEqual([
      { line: 1, content: ['a', 'b'] },
      { line: 2, content: 'quoting' },
      { line: 3, content: ['2', 'y'] },
      { line: 4, content: ['3', 'z'] },
    ])
  })

  test('an open quote at the end of the file costs one line', async () => {
    expect(await records('a;b\n1;"x', { ...semicolons, multiline: true }, 2)).toEqual([
      { line: 1, content: ['a', 'b'] },
      { line: 2, content: 'quoting' },
    ])
  })

  test('cuts the same wherever the stream is cut', async () => {
    const text = '\ufeff甲;乙\r\n1;"丙;丁"\r\n\r\n2;戊'
    for (const piece of [1, 2, 3, 5, 64]) {
      expect(await records(text, semicolons, 2, piece)).toEqual([
        { line: 1, content: ['甲', '乙'] },
        { line: 2, content: ['1', '丙;丁'] },
        { line: 4, content: ['2', '戊'] },
      ])
    }
  })

  test('bytes of another encoding are told line by line', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a;b\n1;好\n2;'),
      Buffer.from([0xba, 0xc3]),
      Buffer.from('\n3;\u0000\n4;坏\n'),
    ])
    const found: (string | undefined)[] = []
    for await (const { content } of readRecords(
      readLines(inPieces(bytes, 4)),
      utf8,
      semicolons,
      2,
    )) {
      found.push('broken' in content ? content.broken : content.fields[1])
    }
    expect(found).toEqual(['b', '好', 'encoding', 'encoding', '坏'])
  })
})

describe('the encoding of a file', () => {
  // 客户;姓名 in GB18030.
  const gb = Uint8Array.from([0xbf, 0xcd, 0xbb, 0xa7, 0x3b, 0xd0, 0xd5, 0xc3, 0xfb])
  const both = ['utf-8', 'gb18030'] as const

  test('GB18030 is found and read', () => {
    expect(detectEncoding([gb], both)).toBe('gb18030')
    expect(lineDecoder('gb18030')(gb)).toBe('客户;姓名')
  })

  test('UTF-8 stays UTF-8 where single lines are damaged', () => {
    const good = Array.from({ length: 5 }, () => Buffer.from('客户;姓名'))
    expect(detectEncoding([...good, gb], both)).toBe('utf-8')
  })

  test('GB18030 where only UTF-8 is allowed is refused', () => {
    expect(detectEncoding([gb, gb], ['utf-8'])).toBeNull()
  })

  test('plain ASCII is the first allowed encoding', () => {
    expect(detectEncoding([Buffer.from('a;b')], both)).toBe('utf-8')
  })
})
