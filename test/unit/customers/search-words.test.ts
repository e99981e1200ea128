import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstCharacters, fold, foldSyllables } from '#db/search/fold.ts'
import { parseQuery } from '#db/search/query.ts'
import { aumStep, docNumber, docParts } from '#db/search/rank.ts'
import { managerToken, type SearchBasis, tokensOf } from '#db/search/tokens.ts'

describe('folding', () => {
  test.each([
    ['周　敏华', '周敏华'],
    ['ＺＨＯＵ ｍｉｎ', 'zhoumin'],
    ['１９９', '199'],
    ['Dvořák', 'dvorak'],
    ['lǚ', 'lv'],
    ['lü', 'lv'],
    ['买买提·艾力', '买买提艾力'],
    ['𠮷田', '𠮷田'],
    ['"; DROP', 'drop'],
    ['*', ''],
  ])('%j → %j', (text, folded) => expect(fold(text)).toBe(folded))

  test('twice changes nothing more, and leaves letters and digits only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = fold(text)
        expect(fold(folded)).toBe(folded)
        expect(folded).toMatch(/^[\p{L}\p{N}\p{Co}]*$/u)
      }),
    )
  })

  test('syllables keep one blank between them', () => {
    expect(foldSyllables(' Zhou  min-hua ')).toBe('zhou min hua')
    expect(foldSyllables('zhou min hua')).toBe('zhou min hua')
  })

  test('characters outside the basic plane count once', () => {
    expect(firstCharacters('𠮷田明', 2)).toBe('𠮷田')
  })
})

const basis: SearchBasis = {
  name: '周敏华',
  syllables: 'zhou min hua',
  initials: 'zmh',
  mobileTail: '6021',
  idTail: '032x',
  managers: '00000000-0000-7000-8000-00000000000a,00000000-0000-7000-8000-00000000000b',
}

describe('tokens of a customer', () => {
  test('are the beginnings and insides of the name, its pinyin and the tails', () => {
    expect(tokensOf(basis).split(' ')).toEqual([
      ...['n周', 'n周敏', 'n周敏华'],
      ...['t敏', 't敏华', 't华'],
      ...['pz', 'pzh', 'pzho', 'pzhou', 'pzhoum', 'pzhoumi', 'pzhouminh', 'pzhouminhua'],
      ...['ymi', 'ymin', 'yminh', 'yminhu', 'yminhua', 'yhu', 'yhua'],
      ...['iz', 'izm', 'izmh', 'jmh'],
      ...['z6021', 'd032x'],
      ...['m0000000a', 'm0000000b'],
    ])
  })

  test('every query made from a beginning asks for tokens the customer has', () => {
    const tokens = new Set(tokensOf(basis).split(' '))
    const asks = (typed: string, match: string) => {
      const words = parseQuery(typed)?.words.find((way) => way.match === match)?.words ?? ''
      return [...words.matchAll(/"([^"]+)"/g)].every(([, token]) => tokens.has(token ?? ''))
    }
    for (let length = 1; length <= 3; length += 1) {
      expect(asks('周敏华'.slice(0, length), 'name')).toBe(true)
      expect(asks('zmh'.slice(0, length), 'initials')).toBe(true)
    }
    for (let length = 1; length <= 10; length += 1) {
      expect(asks('zhouminhua'.slice(0, length), 'pinyin')).toBe(true)
    }
    for (const inner of ['敏', '华', '敏华']) expect(asks(inner, 'token')).toBe(true)
  })

  test('a member of staff is one word without separators', () => {
    expect(managerToken('00000000-0000-7000-8000-00000000000a')).toMatch(/^m[0-9a-f]{8}$/)
  })
})

describe('what a typed text may be', () => {
  test.each([
    ['周敏', ['name', 'token']],
    ['zmh', ['pinyin', 'initials', 'token']],
    ['z', ['pinyin', 'initials']],
    ['zhouminhua', ['pinyin', 'token']],
    ['6021', ['tail']],
    ['19912346021', []],
  ])('%s', (typed, matches) => {
    expect(parseQuery(typed)?.words.map(({ match }) => match)).toEqual(matches)
  })

  test('numbers are asked for whole, long ones by their beginning too', () => {
    expect(parseQuery('6021')).toMatchObject({ exact: ['6021'], beginning: null })
    expect(parseQuery('990000198x')).toMatchObject({
      exact: ['990000198X'],
      beginning: '990000198X',
    })
    expect(parseQuery('+86 199 1234 6021')?.exact).toEqual(['8619912346021', '19912346021'])
    expect(parseQuery('周6021')?.exact).toEqual([])
  })

  test('nothing that was typed gets out of its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        for (const { words } of parseQuery(typed)?.words ?? []) {
          expect(words).toMatch(/^"[^"\s]+"( (AND|OR) "[^"\s]+")*$/u)
        }
      }),
    )
  })
})

describe('numbers of documents', () => {
  const aum = fc.integer({ min: -(10 ** 10), max: 10 ** 13 })
  const serial = fc.integer({ min: 1, max: 2 ** 31 })

  test('rise as AUM falls by a step, whatever the serials', () => {
    fc.assert(
      fc.property(aum, aum, serial, serial, (a, b, m, n) => {
        if (aumStep(a) < aumStep(b)) expect(docNumber(a, m)).toBeLessThan(docNumber(b, n))
        if (a >= b) expect(aumStep(a)).toBeLessThanOrEqual(aumStep(b))
      }),
    )
  })

  test('give step and serial back, and are safe integers', () => {
    fc.assert(
      fc.property(aum, serial, (fen, n) => {
        const doc = docNumber(fen, n)
        expect(Number.isSafeInteger(doc)).toBe(true)
        expect(docParts(doc)).toEqual({ step: aumStep(fen), serial: n })
      }),
    )
  })
})
