import type { CorrectableField } from './correction.ts'
import { characters, chineseSurname } from './surnames.ts'

/** What stands between the parts of a name: 买买提·艾力, in its several ways of writing. */
const dots = /[·•‧∙⋅・･.]+/u

/** Most stars for what is hidden at a stretch, so that a very long name stays a short one. */
const mostStars = 4

const stars = (count: number) => '*'.repeat(Math.min(mostStars, count))

/** 买**·*力: the first and the last character of a name of several parts, and where the parts end. */
function maskParts(parts: readonly string[], between: string): string {
  const masked = parts.map((part, index) => {
    const own = characters(part)
    const first = index === 0 ? own[0] : undefined
    const last = index === parts.length - 1 ? own.at(-1) : undefined
    const shown = Number(first !== undefined) + Number(last !== undefined)
    // A part of one character is not shown whole at both ends.
    if (own.length <= shown) return `${first ?? ''}*`
    return `${first ?? ''}${stars(own.length - shown)}${last ?? ''}`
  })
  return masked.join(between)
}

/**
 * Parts of a name and what stands between them. Blanks part Latin words alone: 周 敏华 is written with
 * one for its looks.
 */
function partsOf(name: string): { parts: string[]; between: string } {
  const latin = /\p{Script=Latin}/u.test(name)
  const parts = (latin ? name.replaceAll('.', ' ') : name.replaceAll(/\s/gu, ''))
    .split(latin ? /[\s·•‧∙⋅・･]+/u : dots)
    .filter((part) => part !== '')
  return { parts, between: latin ? ' ' : '·' }
}

/**
 * Name in lists of people who do not manage the customer: 周*华, 张*, 欧阳*雨, 欧阳*, 侯莫陈*怡, 买**·*力.
 * Characters are never cut: 𠮷*明.
 */
export function maskName(name: string): string {
  const { parts, between } = partsOf(name)
  if (parts.length > 1) return maskParts(parts, between)
  const own = characters(parts[0] ?? '')
  if (own.length <= 1) return '*'
  const surname = chineseSurname(parts[0] ?? '')
  const given = own.length - characters(surname).length
  return given === 1 ? `${surname}*` : `${surname}${stars(given - 1)}${own.at(-1)}`
}

/** How one is called: the surname, which may be a long one; of a name of parts its first. */
export function surnameOf(name: string): string {
  const { parts } = partsOf(name)
  const [first = ''] = parts
  return parts.length > 1 ? first : chineseSurname(first)
}

/** How a teller addresses the customer: 周女士, 欧阳先生; no sex known: 周**. */
export function politeName(name: string, sex: 'F' | 'M' | null): string {
  return `${surnameOf(name)}${sex === 'F' ? '女士' : sex === 'M' ? '先生' : '**'}`
}

/** The last characters of something short, of which at least as many stay hidden. */
function tailOf(text: string, most: number): string {
  const own = characters(text)
  return own.slice(own.length - Math.min(most, Math.floor(own.length / 2))).join('')
}

/** 138****6021; shorter numbers keep only their last two digits. */
export function maskMobile(mobile: string): string {
  if (mobile.length < 11) return `****${tailOf(mobile, 2)}`
  return `${mobile.slice(0, 3)}****${mobile.slice(-4)}`
}

/** 421***********0328: first three and last four characters; shorter ones keep two at the end. */
export function maskIdNumber(number: string): string {
  if (number.length < 10) return `****${tailOf(number, 2)}`
  return `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`
}

/** ****6021: the last four of an account or card number, of a short one at most its half. */
export function maskAccountNumber(number: string): string {
  return `****${tailOf(number, 4)}`
}

/**
 * ****6021: the four digits that are kept of a card's number. Fewer mean that the number itself is
 * no longer, so that at most half of them are shown.
 */
export function maskCardTail(tail: string): string {
  return tail.length < 4 ? maskAccountNumber(tail) : `****${tail}`
}

/** Address down to the district: everything from the first street-level word on is hidden. */
export function maskAddress(address: string): string {
  const district = /^.*?(?:自治州|[市区县旗盟州])/.exec(address)?.[0]
  return `${district ?? [...address].slice(0, 4).join('')}******`
}

/** Address down to the street, for whoever goes there: house, building and flat are hidden. */
export function addressToStreet(address: string): string {
  const street = /^.*?(?:路|街|大道|巷|弄|镇|乡|村|社区)/.exec(address)?.[0]
  return street === undefined ? maskAddress(address) : `${street}******`
}

/** z****@example.com: the first character of the mailbox and the domain. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at > 0 ? `${[...email][0]}****${email.slice(at)}` : '****'
}

const fieldMasks: Partial<Record<CorrectableField, (value: string) => string>> = {
  mobile: maskMobile,
  id_no: maskIdNumber,
  address: maskAddress,
  email: maskEmail,
}

/** Whether a field is masked even for those who manage the customer, and shown in full for a reason. */
export function isMaskedField(field: CorrectableField): boolean {
  return fieldMasks[field] !== undefined
}

/** A profile value as those who manage the customer see it without giving a reason. */
export function maskField(field: CorrectableField, value: string | null): string | null {
  if (value === null) return null
  return fieldMasks[field]?.(value) ?? value
}
