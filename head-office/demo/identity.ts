import { idCheckCharacter } from '#domain/customers/id-number.ts'
import type { Day } from '#domain/time/day.ts'

export { idCheckCharacter }

/**
 * Hands out resident numbers of a county that does not exist: well formed, belonging to nobody, odd
 * sequence for men, and no number twice. Outlets of one county have different `outlet` numbers.
 */
export function idNumbers(area: string, outlet = 0): (born: Day, sex: 'F' | 'M') => string {
  const given = new Map<string, number>()
  return (born, sex) => {
    const head = area + born.replaceAll('-', '')
    const key = `${born}${sex}`
    const count = given.get(key) ?? 0
    given.set(key, count + 1)
    const start = Number(idCheckCharacter(head.padEnd(17, '1')).replace('X', '10'))
    const serial = ((start * 41 + outlet * 40 + (count % 40)) % 500) * 2 + (sex === 'M' ? 1 : 0)
    const first17 = head + String(serial).padStart(3, '0')
    return first17 + idCheckCharacter(first17)
  }
}

/** Head of every mobile number: a range that no operator has; see README. */
export const mobileRange = '154'

/** The mobile number of a customer, by a number of its own below 100 million: no two are alike. */
export function inventedMobile(number: number): string {
  const mixed = (number * 48_271_777 + 31_415_927) % 100_000_000
  return `${mobileRange}${String(mixed).padStart(8, '0')}`
}

/** The digit that makes a number pass the Luhn test. */
function luhnDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}

/** A 19-digit account or card number; 99 leads no issuer's range. */
export function inventedAccountNumber(branchCode: string, serial: number): string {
  const digits = `99${branchCode.slice(-6).padStart(6, '0')}${String(serial).padStart(10, '0')}`
  return digits + luhnDigit(digits)
}
