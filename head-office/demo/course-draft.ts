import type pg from 'pg'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import type { Course } from '#domain/learning/course.ts'
import { moveCourse, writeDraft } from '../learning/courses.ts'
import { counterCare } from '../learning/library/counter-care.ts'
import { both, question } from '../learning/library/words.ts'
import { numberOverAll } from '../staff/over-all-outlets.ts'
import type { Person } from './organisation.ts'

const clear = both(
  '请客户自己说一遍收款人和用途，说不清就先不办。',
  'Let the customer say who is paid and what for; if it is not clear, wait.',
)

/** The counter's course with one more point, a unit about who comes for somebody else, and its questions. */
function revised(): Course {
  const [protect, ...others] = counterCare.units
  const [care, ...cards] = protect?.cards ?? []
  const units =
    protect && care
      ? [{ ...protect, cards: [{ ...care, points: [...care.points, clear] }, ...cards] }]
      : []
  return {
    ...counterCare,
    summary: both(
      '异常转账先防骗，代办看证件也看委托，转介一次说清，资料修改要凭证。',
      'Unusual transfers are questioned first, who comes for others shows that he may, a referral says it all at once, corrections need evidence.',
    ),
    units: [
      ...units,
      ...others,
      {
        id: 'proxy',
        title: both('代办业务', 'On behalf of somebody'),
        minutes: 3,
        cards: [
          {
            heading: both(
              '代老人领养老金、补贴款：看证件，也看委托。',
              'Who fetches an elder’s pension or subsidy shows both ID and authority.',
            ),
            points: [
              both(
                '双方证件都要原件，问清与本人的关系。',
                'Both IDs in the original; ask how they are related.',
              ),
              both(
                '次数或金额与平时不同，先打电话向本人核实。',
                'If number or sum is unlike before, call the elder first.',
              ),
              both(
                '不替客户保管存折、密码和证件。',
                'Never keep passbooks, passwords or IDs for a customer.',
              ),
            ],
            figure: null,
          },
        ],
        practice: null,
      },
    ],
    bank: [
      ...counterCare.bank,
      question(
        'proxy-pension',
        both(
          '邻居拿着老人的存折来代领养老金，没有委托书，您应当：',
          'A neighbour brings an elder’s passbook for the pension, without authority. You:',
        ),
        [
          both('先不办，打电话向老人核实', 'wait, and call the elder'),
          both('存折和密码都对就办', 'do it, as passbook and password are right'),
          both('让邻居写一张收条后办理', 'do it against a receipt of the neighbour'),
        ],
        both('存折和密码不能代替本人的委托。', 'Passbook and password are no authority.'),
      ),
      question(
        'keep-passbook',
        both(
          '老客户想把存折放在您这里，您应当：',
          'A customer wants to leave a passbook with you:',
        ),
        [
          both('婉拒，请客户自己保管', 'decline kindly; the customer keeps it'),
          both('登记后代为保管', 'note it down and keep it'),
          both('锁进现金箱，下次交还', 'lock it up with the cash until next time'),
        ],
        both(
          '员工不得代客户保管存折、密码和证件。',
          'Staff keep nothing of that kind for customers.',
        ),
      ),
    ],
    quiz: { ...counterCare.quiz, questions: 5 },
  }
}

/** The same before it was given back: with nothing asked about the new unit. */
function firstAttempt(): Course {
  const course = revised()
  return { ...course, bank: counterCare.bank, quiz: counterCare.quiz }
}

/**
 * Lets one line manager have handed in a new version of the counter's course, got it back from another one, and
 * handed it in again; it waits. Nothing where they do not stand above all outlets.
 */
export async function draftInDemo(
  pool: pg.Pool,
  businessDate: Day,
  people: readonly Person[],
): Promise<void> {
  const [reviewer, author] = people.filter(({ role }) => role === 'line_manager')
  if (!reviewer || !author || (await numberOverAll(pool, author.id)) === null) return
  const at = (daysAgo: number, hour: number) =>
    instantOfDay(addDays(businessDate, -daysAgo)) + hour * 3_600_000
  const id = await writeDraft(pool, firstAttempt(), author.id, at(6, 9))
  const move = (act: 'submit' | 'return', by: Person, ms: number, note: string | null = null) =>
    moveCourse(pool, { id, act, note }, by.id, ms)
  await move('submit', author, at(6, 10))
  await move(
    'return',
    reviewer,
    at(5, 15),
    '新增的“代办业务”没有配题。请补两道：没有委托书怎么办、能不能代客户保管存折。',
  )
  await writeDraft(pool, revised(), author.id, at(2, 16))
  await move('submit', author, at(2, 16.5))
}
