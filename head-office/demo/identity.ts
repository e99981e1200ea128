import type { Day } from '#domain/time/day.ts'
import type { Chance } from './random.ts'

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of an 18-digit resident number from its first 17 digits (GB 11643-1999). */
export function idCheckCharacter(first17: string): string {
  const sum = idWeights.reduce((total, weight, at) => total + weight * Number(first17[at]), 0)
  return '10X98765432'[sum % 11] ?? ''
}

/** An area code that no county has: there is no prefecture 4288. */
const inventedArea = '428899'

/** A resident number that is well formed and belongs to nobody: odd sequence for men. */
export function inventedIdNumber(born: Day, sex: 'F' | 'M', random: Chance): string {
  const serial = random.int(0, 499) * 2 + (sex === 'M' ? 1 : 0)
  const first17 = inventedArea + born.replaceAll('-', '') + String(serial).padStart(3, '0')
  return first17 + idCheckCharacter(first17)
}

/** A mobile number in 154, a range that no operator uses. */
export function inventedMobile(random: Chance): string {
  return `154${String(random.int(0, 99_999_999)).padStart(8, '0')}`
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
