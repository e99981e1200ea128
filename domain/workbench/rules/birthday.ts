import { ageOn, daysBetween, type Day } from '../../time/day.ts'
import { caredFor, priorityOf, rule } from '../finding.ts'
import { leadDays, leadStep } from '../lead-days.ts'

/** The birthday in a year; whoever was born on 29 February has it on the 28th of other years. */
function birthdayIn(year: number, birth: Day): Day {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const rest = birth.slice(5) === '02-29' && !leap ? '02-28' : birth.slice(5)
  return `${String(year).padStart(4, '0')}-${rest}`
}

/** The first birthday on or after a day. */
export function nextBirthday(birth: Day, on: Day): Day {
  const year = Number(on.slice(0, 4))
  const thisYear = birthdayIn(year, birth)
  return thisYear >= on ? thisYear : birthdayIn(year + 1, birth)
}

/** 生日关怀: a birthday within 7 days (7/0) of a customer of 潜力 or above. */
export const birthday = rule('birthday', 'birthday-1', ({ customer, on }) => {
  if (customer.birth_date === null || !caredFor(customer.tier)) return []
  const next = nextBirthday(customer.birth_date, on)
  const step = leadStep(daysBetween(on, next), leadDays.birthday)
  if (step === null) return []
  return [
    {
      occasion: next.slice(0, 4),
      priority: priorityOf(step + 2),
      dueOn: next,
      evidence: { on: next, age: ageOn(customer.birth_date, next) },
    },
  ]
})
