import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNotableOutflow } from '#domain/customers/change.ts'
import { completenessBp, validElements } from '#domain/customers/completeness.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import { isInForce } from '#domain/customers/allocation.ts'
import {
  isMaskedField,
  maskAccountNumber,
  maskCardTail,
  maskAddress,
  maskEmail,
  maskField,
  maskIdNumber,
  maskMobile,
  maskName,
  politeName,
  surnameOf,
} from '#domain/customers/mask.ts'
import { correctableFields } from '#domain/customers/correction.ts'
import { type Customer, tiers } from '#domain/customers/records.ts'
import { characters, longSurnames } from '#domain/customers/surnames.ts'
import { defaultTierFloors, defaultVipTier, tierOf, vipTiers } from '#domain/customers/tier.ts'

const whole: Customer = {
  branch_id: '00000000-0000-7000-8000-000000000001',
  id: '00000000-0000-7000-8000-000000000002',
  customer_no: '6120448815',
  name: '周敏华',
  name_pinyin: 'zhou min hua',
  name_initials: 'zmh',
  name_origin: 'source',
  sex: 'F',
  birth_date: '1980-03-28',
  nationality: '中国',
  occupation: '教师',
  address: '某某市某某区一号',
  mobile: '19900006021',
  id_type: '居民身份证',
  id_no: '000000198003280328',
  id_expiry: '2030-01-01',
  email: null,
  employer: null,
  industry: '教育',
  opening_branch_id: '00000000-0000-7000-8000-000000000001',
  customer_since: '2010-05-01',
  is_staff: false,
  do_not_contact: false,
  tier: 'diamond',
  tier_state: 'normal',
  deceased_on: null,
}

const noFacts = {
  riskTestValid: false,
  contactConsent: false,
  mobileVerified: false,
  hasFamily: false,
}

describe('completeness (rule 4.5)', () => {
  test('the worked example: expired ID, valid risk test, consent, industry → 78.33 %', () => {
    const facts = { ...noFacts, riskTestValid: true, contactConsent: true }
    expect(completenessBp({ ...whole, id_expiry: '2026-11-21' }, facts, '2026-11-22')).toBe(7833)
  })

  test('everything valid is exactly 100 %, nothing is 0', () => {
    const all = {
      riskTestValid: true,
      contactConsent: true,
      mobileVerified: true,
      hasFamily: true,
    }
    expect(completenessBp(whole, all, '2026-11-22')).toBe(10_000)
    const empty: Customer = {
      ...whole,
      name_origin: 'made_up',
      sex: null,
      nationality: null,
      occupation: '其他',
      address: '同上',
      mobile: ' ',
      id_type: null,
      id_no: null,
      id_expiry: null,
      industry: null,
    }
    expect(completenessBp(empty, noFacts, '2026-11-22')).toBe(0)
  })

  test('an ID document is valid on its last day and not the day after', () => {
    expect(validElements(whole, '2030-01-01')['id_expiry']).toBe(true)
    expect(validElements(whole, '2030-01-02')['id_expiry']).toBe(false)
  })

  test('knowing more never lowers it', () => {
    fc.assert(
      fc.property(
        fc.record({
          riskTestValid: fc.boolean(),
          contactConsent: fc.boolean(),
          mobileVerified: fc.boolean(),
          hasFamily: fc.boolean(),
        }),
        fc.constantFrom('occupation', 'address', 'mobile', 'industry', 'id_no'),
        (facts, field) => {
          const less = completenessBp({ ...whole, [field]: null }, facts, '2026-11-22')
          const more = completenessBp(whole, facts, '2026-11-22')
          expect(less).toBeLessThan(more)
          expect(more).toBeLessThanOrEqual(10_000)
        },
      ),
    )
  })
})

describe('masks', () => {
  test.each([
    ['周敏华', '周*华'],
    ['张三', '张*'],
    ['欧阳小雨', '欧阳*雨'],
    ['欧阳雨', '欧阳*'],
    ['欧阳', '欧*'],
    ['𠮷田明', '𠮷*明'],
    ['周 敏华', '周*华'],
    ['张𠮷祥', '张*祥'],
    ['李㛃', '李*'],
    ['周𠮷', '周*'],
    ['葛\u{e0100}小\u{e0101}明', '葛\u{e0100}*明'],
    ['侯莫陈静怡', '侯莫陈*怡'],
    ['侯莫陈静', '侯莫陈*'],
    ['令狐冲之', '令狐*之'],
    ['买买提·艾力', '买**·*力'],
    ['买买提•艾力', '买**·*力'],
    ['古丽·阿', '古*·*'],
    ['古丽巴哈尔·阿卜杜热西提·麦麦提明', '古****·****·***明'],
    ['MARGARETHE VON ALTENBRUNN', 'M**** *** ****N'],
    ['王', '*'],
    [' ', '*'],
    ['', '*'],
  ])('name %s → %s', (name, masked) => expect(maskName(name)).toBe(masked))

  test.each([
    ['侯莫陈静怡', 'F', '侯莫陈女士'],
    ['阿依努尔·买买提', 'F', '阿依努尔女士'],
    ['周敏华', 'F', '周女士'],
    ['欧阳小雨', 'M', '欧阳先生'],
    ['周敏华', null, '周**'],
  ] as const)('a teller says %s (%s) as %s', (name, sex, polite) =>
    expect(politeName(name, sex)).toBe(polite),
  )

  test('phone, identity, account, address, mail', () => {
    expect(maskMobile('13800006021')).toBe('138****6021')
    expect(maskIdNumber('421000000000000328')).toBe('421***********0328')
    expect(maskAccountNumber('6228480000006021')).toBe('****6021')
    expect(['64', '7', '123456'].map(maskAccountNumber)).toEqual(['****4', '****', '****456'])
    expect(['6021', '64', '7'].map(maskCardTail)).toEqual(['****6021', '****4', '****'])
    expect(maskAddress('某某市某某区一号楼')).toBe('某某市******')
    expect(maskEmail('zhou@example.com')).toBe('z****@example.com')
    expect(maskEmail('broken')).toBe('****')
  })

  test('hides at least half of any number, however short', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,24}$/), (number) => {
        for (const mask of [maskMobile, maskIdNumber, maskAccountNumber]) {
          const shown = mask(number).replaceAll('*', '').length
          expect(shown).toBeLessThanOrEqual(Math.max(7, Math.floor(number.length / 2)))
          expect(shown).toBeLessThan(number.length)
        }
      }),
    )
  })

  test('never shows the middle of a name', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'赵钱孙李周吴郑王𠮷'), { minLength: 3, maxLength: 6 }),
        (characters) => {
          const masked = [...maskName(characters.join(''))]
          expect(masked).toHaveLength(characters.length)
          expect(masked.slice(1, -1).every((character) => character === '*')).toBe(true)
        },
      ),
    )
  })

  test('shows of any name its surname and last character at most, and cuts no character', () => {
    const character = fc.constantFrom(...'赵钱孙李欧阳买提古𠮷㛃', '葛\u{e0100}', '𰻝', 'é', 'X')
    const part = fc.array(character, { minLength: 1, maxLength: 30 }).map((all) => all.join(''))
    const surname = fc.constantFrom('', ...longSurnames)
    const separator = fc.constantFrom('·', '•', ' ', '・')
    fc.assert(
      fc.property(surname, fc.array(part, { minLength: 1, maxLength: 4 }), separator, (...all) => {
        const [head, parts, between] = all
        const name = head + parts.join(between)
        const masked = maskName(name)
        expect(masked.isWellFormed()).toBe(true)
        expect(masked).toContain('*')
        const shown = characters(masked).filter((one) => !/^[*· ]$/.test(one))
        const own = characters(name)
        expect(own).toEqual(expect.arrayContaining(shown))
        expect(shown.length).toBeLessThanOrEqual(characters(surnameOf(name)).length + 1)
        expect(masked.length).toBeLessThan(40)
      }),
    )
  })

  test('a field is either masked or shown as it is', () => {
    for (const field of correctableFields) {
      const masked = maskField(field, '19900006021@example.com') !== '19900006021@example.com'
      expect([field, masked]).toEqual([field, isMaskedField(field)])
      expect(maskField(field, null)).toBeNull()
    }
  })
})

describe('tiers', () => {
  test('each begins exactly at its floor', () => {
    for (const tier of tiers) {
      if (tier === 'standard') continue
      expect(tierOf(defaultTierFloors[tier], defaultTierFloors)).toBe(tier)
      expect(tierOf(defaultTierFloors[tier] - 1, defaultTierFloors)).toBe(
        tiers[tiers.indexOf(tier) - 1],
      )
    }
    expect(tierOf(-1, defaultTierFloors)).toBe('standard')
  })

  test('more money is never a lower tier', () => {
    const fen = fc.integer({ min: -(10 ** 8), max: 10 ** 10 })
    fc.assert(
      fc.property(fen, fen, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        expect(tiers.indexOf(tierOf(low, defaultTierFloors))).toBeLessThanOrEqual(
          tiers.indexOf(tierOf(high, defaultTierFloors)),
        )
      }),
    )
  })

  test('贵宾 begins at platinum', () => {
    expect(vipTiers(defaultVipTier)).toEqual(['platinum', 'diamond', 'private'])
    expect(vipTiers('private')).toEqual(['private'])
  })

  test('the higher the tier, the shorter the contact cycle', () => {
    const cycles = tiers.map((tier) => contactCycleDays[tier])
    expect(cycles).toEqual([365, 180, 90, 60, 30, 30])
  })
})

describe('a notable outflow', () => {
  test('is a fall of at least 3 万 and at least a fifth', () => {
    expect(isNotableOutflow(15_000_000, 12_000_000)).toBe(true)
    expect(isNotableOutflow(15_000_001, 12_000_002)).toBe(false)
    expect(isNotableOutflow(15_000_100, 12_000_100)).toBe(false)
    expect(isNotableOutflow(5_000_000, 2_000_001)).toBe(false)
    expect(isNotableOutflow(0, 10_000_000)).toBe(false)
  })
})

describe('an allocation', () => {
  test('is in force from its first to its last day', () => {
    const allocation = { valid_from: '2026-11-01', valid_to: '2026-11-22' }
    expect(
      ['2026-10-31', '2026-11-01', '2026-11-22', '2026-11-23'].map((on) =>
        isInForce(allocation, on),
      ),
    ).toEqual([false, true, true, false])
    expect(isInForce({ valid_from: '2026-11-01', valid_to: null }, '2099-01-01')).toBe(true)
  })
})
