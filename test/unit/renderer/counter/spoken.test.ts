import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'
import { surnameOf } from '#domain/customers/mask.ts'
import { spokenKeys } from '#domain/counter/spoken.ts'
import { counter as en } from '../../../../renderer/locales/en/counter.ts'
import { counter as zh } from '../../../../renderer/locales/zh/counter.ts'

const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  messages: { zh: { counter: zh }, en: { counter: en } },
})

/** A customer of whom much is known that must not be said aloud. */
const customers = fc.record({
  name: fc.constantFrom('周敏华', '欧阳德厚', '𠮷田', 'Zhou'),
  sex: fc.constantFrom('F', 'M', 'unknown' as const),
  mobile: fc.stringMatching(/^1\d{10}$/),
  idNo: fc.stringMatching(/^\d{17}[\dX]$/),
  amountFen: fc.integer({ min: 1, max: 10_000_000_000 }),
  manager: fc.constantFrom('林晓彤', '王主任'),
})

describe.each(['zh', 'en'] as const)('what is said aloud in %s', (language) => {
  const { say } = { zh, en }[language]

  test('quotes the address and the manager, and has no place for anything else', () => {
    expect(Object.keys(say).sort()).toEqual([...spokenKeys].sort())
    for (const key of spokenKeys) {
      const quoted = [...say[key].matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(quoted, key).toContain('address')
      expect(['address', 'manager'], key).toEqual(expect.arrayContaining(quoted))
      expect(say[key], key).not.toMatch(/\d/)
    }
  })

  test('holds no digit of a phone, an identity number or an amount, whoever comes', () => {
    fc.assert(
      fc.property(customers, fc.constantFrom(...spokenKeys), (customer, key) => {
        const t = (path: string, quotes: Record<string, string>) =>
          i18n.global.t(path, quotes, { locale: language })
        const text = t(`counter.say.${key}`, {
          address: t(`counter.spokenAddress.${customer.sex}`, {
            surname: surnameOf(customer.name),
          }),
          manager: t('counter.manager.person', { surname: surnameOf(customer.manager) }),
        })
        expect(text).not.toMatch(/\d/)
        for (const secret of [customer.mobile, customer.idNo, String(customer.amountFen)]) {
          expect(text).not.toContain(secret.slice(-4))
        }
        expect(text).not.toContain('{')
      }),
    )
  })
})
