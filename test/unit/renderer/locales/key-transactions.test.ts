import { describe, expect, test } from 'vitest'
import { sells, suggestionCodes } from '#domain/key-transactions/suggestion.ts'
import { messages } from '#renderer/locales/index.ts'

const pages = Object.entries({ zh: messages.zh.keyTransactions, en: messages.en.keyTransactions })

/** Words of reports of suspicion: no screen of a branch may hint at one (confidentiality). */
const secret = /可疑|洗钱|反洗钱|大额交易报告|suspicio|launder|\bAML\b/i
/** Words of an offer. */
const offer = /理财|存单|基金|保险|推荐|offer (?!no)|wealth|fund\b/i

describe.each(pages)('关键交易监控 in %s', (_language, sentences) => {
  test('says no word of reports of suspicion', () => {
    expect(JSON.stringify(sentences)).not.toMatch(secret)
  })

  test('offers nothing where fraud is to be ruled out', () => {
    const { advice, fraudSteps, fraudAge } = sentences
    expect([advice.verify_fraud, fraudSteps, fraudAge].join(' ')).not.toMatch(offer)
  })

  test('has a sentence for every suggestion', () => {
    expect(Object.keys(sentences.advice).sort()).toEqual([...suggestionCodes].sort())
    expect(suggestionCodes.filter(sells).length).toBeGreaterThan(2)
  })
})
