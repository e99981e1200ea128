import { describe, expect, test } from 'vitest'
import { errorCodes } from '#contract/errors.ts'
import { messages } from '../../renderer/locales/index.ts'
import { sources, withoutComments } from './sources.ts'

type Tree = { [key: string]: string | Tree }

function sentences(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key
    if (typeof value === 'string') found.set(here, value)
    else for (const [inner, text] of sentences(value, here)) found.set(inner, text)
  }
  return found
}

const zh = sentences(messages.zh)
const en = sentences(messages.en)

/** What a sentence quotes: `{name}`. */
const quoted = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe('sentences of both languages', () => {
  test('have the same keys', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
    expect(zh.size).toBeGreaterThan(100)
  })

  test('none is empty', () => {
    const empty = [...zh, ...en].filter(([, text]) => text.trim() === '').map(([key]) => key)
    expect(empty).toEqual([])
  })

  test('quote the same values', () => {
    const different = [...zh.keys()].filter(
      (key) => quoted(zh.get(key) ?? '').join() !== quoted(en.get(key) ?? '').join(),
    )
    expect(different).toEqual([])
  })

  test('Chinese ones are Chinese, English ones are not', () => {
    const han = /\p{Script=Han}/u
    const wrong = [...en].filter(([, text]) => han.test(text)).map(([key]) => key)
    expect(wrong.filter((key) => !/language|brand|appName|productName/i.test(key))).toEqual([])
    expect([...zh.values()].filter((text) => han.test(text)).length).toBeGreaterThan(zh.size / 2)
  })

  test('every error code has one in each', () => {
    for (const [language, all] of Object.entries({ zh, en })) {
      const silent = errorCodes.filter((code) => !all.get(`errors.${code}`))
      expect({ language, silent }).toEqual({ language, silent: [] })
    }
  })

  test('no error sentence stands for a code that is none', () => {
    const known = new Set(errorCodes.map((code) => `errors.${code}`))
    expect([...zh.keys()].filter((key) => key.startsWith('errors.') && !known.has(key))).toEqual([])
  })
})

test('components hold no Chinese of their own', () => {
  const outsideComments = (text: string) => withoutComments(text.replaceAll(/<!--[\s\S]*?-->/g, ''))
  const spoken = sources.filter(
    ({ path, text }) =>
      path.startsWith('renderer/') &&
      !path.startsWith('renderer/locales/') &&
      /\p{Script=Han}/u.test(outsideComments(text)),
  )
  expect(spoken.map(({ path }) => path)).toEqual([])
})
