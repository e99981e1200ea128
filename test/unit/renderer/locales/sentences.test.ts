import { describe, expect, test } from 'vitest'
import { messages } from '#renderer/locales/index.ts'
import { flat, namedPaths, rendererSources } from './renderer-text.ts'

const zh = flat(messages.zh)
const en = flat(messages.en)
const sources = rendererSources()

/** Han characters, kana, and the punctuation that is typed with them. */
const chinese = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u

/** What stands in Chinese in every language: the button that switches to it, and its samples. */
const chineseInEnglish = ['frame.status.language']

function placeholders(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort()
}

describe('the sentences', () => {
  test('are the same in both languages', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
  })

  test('are never empty', () => {
    expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test('quote the same values in both languages', () => {
    const differing = [...zh].filter(
      ([path, text]) => placeholders(text).join(' ') !== placeholders(en.get(path) ?? '').join(' '),
    )
    expect(differing.map(([path]) => path)).toEqual([])
  })

  test('are all said somewhere', () => {
    const named = namedPaths(sources)
    expect([...zh.keys()].filter((path) => !named(path))).toEqual([])
  })

  test('are in English where English is spoken', () => {
    const found = [...en].filter(
      ([path, text]) => chinese.test(text) && !chineseInEnglish.includes(path),
    )
    expect(found).toEqual([])
  })
})

describe('the screens', () => {
  test('were found', () => {
    expect(sources.length).toBeGreaterThan(100)
  })

  test('write no sentence of their own', () => {
    const found = sources.flatMap(({ path, code }) =>
      code
        .split('\n')
        .filter((line) => chinese.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })
})

describe('the search for sentences', () => {
  const named = namedPaths([
    { path: 'a.vue', code: "t('login.title') + t(`words.tier.${tier}`) + t(`${area}.title`)" },
  ])

  test('knows a path in quotes and one with a hole, and no other', () => {
    expect(['login.title', 'words.tier.gold'].every(named)).toBe(true)
    expect(['login.note', 'words.channel.sms', 'sync.title'].some(named)).toBe(false)
  })
})
