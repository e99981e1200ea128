import { readFileSync } from 'node:fs'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import { defineComponent, h } from 'vue'
import { dayOfInstant } from '#domain/time/day.ts'
import ChangeText from '#renderer/components/change-text.vue'
import DayText from '#renderer/components/day-text.vue'
import MoneyText from '#renderer/components/money-text.vue'
import PointsText from '#renderer/components/points-text.vue'
import { useMoney } from '#renderer/format/use-money.ts'
import type { Language } from '#renderer/locales/index.ts'
import { markup, shown } from './shown.ts'

beforeEach(() => setActivePinia(createPinia()))

const wan = 1_000_000

describe('an amount', () => {
  test('in a column is a bare number of 万, with two decimals', async () => {
    expect(await shown(MoneyText, { fen: 268.42 * wan })).toBe('268.42')
    expect(await shown(MoneyText, { fen: 12_345.6 * wan })).toBe('12,345.60')
  })

  test('that does not exist is —, one of zero is 0.00', async () => {
    expect(await shown(MoneyText, { fen: null })).toBe('—')
    expect(await shown(MoneyText, { fen: 0 })).toBe('0.00')
    expect(await shown(ChangeText, { fen: null })).toBe('—')
    expect(await shown(ChangeText, { fen: 0 })).toBe('0.00')
  })

  test('with its unit turns to 亿 from 1 亿 on', async () => {
    expect(await shown(MoneyText, { fen: 9_999 * wan, form: 'scaled' })).toBe('9,999.00万元')
    expect(await shown(MoneyText, { fen: 10_000 * wan, form: 'scaled' })).toBe('1.00亿元')
  })

  test('on a voucher goes to the last 分', async () => {
    expect(await shown(MoneyText, { fen: 86_231_450, form: 'voucher' })).toBe('¥862,314.50')
  })

  test('in an English sentence is in millions of the currency', async () => {
    const Sentence = defineComponent(() => {
      const money = useMoney()
      return () => h('p', money.text(268 * wan))
    })
    const inLanguage = (language: Language) => shown(Sentence, {}, language)
    expect(await inLanguage('en')).toBe('CNY 2.68 m')
    expect(await inLanguage('zh')).toBe('268.00 万元')
  })
})

describe('a change', () => {
  test('says its direction by arrow, sign and colour', async () => {
    expect(await shown(ChangeText, { fen: 30 * wan })).toBe('▲+30.00')
    expect(await shown(ChangeText, { fen: -62.4 * wan })).toBe('▼−62.40')
    expect(await markup(ChangeText, { fen: 30 * wan })).toContain('change--up')
    expect(await markup(ChangeText, { fen: -62.4 * wan })).toContain('change--down')
  })

  test('says it in words to a screen reader', async () => {
    expect(await markup(ChangeText, { fen: -62.4 * wan })).toMatch(/unseen[^>]*>减少 62.40</)
    expect(await markup(ChangeText, { fen: -62.4 * wan }, 'en')).toMatch(/unseen[^>]*>down 62.40</)
  })

  test('between own products is neither gain nor loss', async () => {
    const html = await markup(ChangeText, { fen: 15 * wan, internal: true })
    expect(await shown(ChangeText, { fen: 15 * wan, internal: true })).toBe('⇄ 15.00')
    expect(html).toContain('change--flat')
  })

  test('of a rate is told in points, never in per cent', async () => {
    expect(await shown(PointsText, { bp: 280 })).toBe('+2.8 个百分点')
    expect(await shown(PointsText, { bp: -130 })).toBe('−1.3 个百分点')
    expect(await shown(PointsText, { bp: 3 })).toBe('0.0 个百分点')
    expect(await shown(PointsText, { bp: null })).toBe('—')
    expect(await shown(PointsText, { bp: 280 }, 'en')).toBe('+2.8 pp')
  })
})

describe('a day', () => {
  const year = dayOfInstant(Date.now()).slice(0, 4)

  test('of this year goes without it, of another with it', async () => {
    expect(await shown(DayText, { day: `${year}-11-23` })).toBe('11-23')
    expect(await shown(DayText, { day: '2031-02-09' })).toBe('2031-02-09')
    expect(await shown(DayText, {})).toBe('—')
  })

  test('of today is told by its time, with the full moment as title', async () => {
    const now = Date.now()
    expect(await shown(DayText, { atMs: now })).toMatch(/^今日 \d\d:\d\d$/)
    expect(await shown(DayText, { atMs: now }, 'en')).toMatch(/\d\d:\d\d/)
    expect(await markup(DayText, { atMs: now })).toMatch(/title="\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"/)
  })
})

describe('the colours of change', () => {
  test('red rises and green falls, the other way round where a person wants it', () => {
    const css = readFileSync('renderer/styles/tokens.css', 'utf8')
    const [usual = '', swapped = ''] = css.split(":root[data-rising='green']")
    const of = (text: string, name: string) => new RegExp(`--${name}: (#\\w+);`).exec(text)?.[1]
    expect([of(usual, 'up'), of(usual, 'down')]).toEqual(['#c8322b', '#117538'])
    expect([of(swapped, 'up'), of(swapped, 'down')]).toEqual([of(usual, 'down'), of(usual, 'up')])
  })
})
