import type { CorrectableField } from './correction.ts'

const doubleSurnames = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '夏侯',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
]

/** Length in characters of the surname: two for a double one that leaves a given name, else one. */
function surnameLength(name: string): number {
  const double = doubleSurnames.some((surname) => name.startsWith(surname))
  return double && [...name].length > 2 ? 2 : 1
}

/** Name in lists of people who do not manage the customer: 周*华, 张*, 欧阳*雨, 欧阳*. */
export function maskName(name: string): string {
  const characters = [...name]
  if (characters.length <= 1) return '*'
  const kept = surnameLength(name)
  const surname = characters.slice(0, kept).join('')
  const given = characters.length - kept
  return given === 1 ? `${surname}*` : `${surname}${'*'.repeat(given - 1)}${characters.at(-1)}`
}

/** The surname of a name, which may be a double one. */
export function surnameOf(name: string): string {
  return [...name].slice(0, surnameLength(name)).join('')
}

/** How a teller addresses the customer: 周女士, 欧阳先生; no sex known: 周**. */
export function politeName(name: string, sex: 'F' | 'M' | null): string {
  return `${surnameOf(name)}${sex === 'F' ? '女士' : sex === 'M' ? '先生' : '**'}`
}

/** The last characters of something short, of which at least as many stay hidden. */
function tailOf(text: string, most: number): string {
  return text.slice(text.length - Math.min(most, Math.floor(text.length / 2)))
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
