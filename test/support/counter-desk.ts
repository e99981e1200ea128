import type { CounterVisit } from '#contract/ipc/counter.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { type Caller, type CustomerDesk, makeCustomerDesk } from './customer-desk.ts'
import { allocate, customerRecord, fillSmallBranch, ids, today } from './small-branch.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** People and customers of the counter, beside those of the small branch. */
export const counterIds = {
  teller: id(15),
  lobby: id(16),
  /** 周's namesake in number: the same last six, the same initials. */
  twin: id(25),
  /** Born in 1950, with consent. */
  elder: id(26),
} as const

const as = (staffId: string, ...roles: Role[]): Caller => ({ staffId, roles })

/** Callers at the counter. */
export const counterCallers = {
  teller: as(counterIds.teller, 'teller'),
  lobby: as(counterIds.lobby, 'lobby_manager'),
  head: as(ids.head, 'branch_head'),
}

/** 周's identity number, in her record and nobody else's. */
export const zhouNumber = '990000198003280328'
/** A number of an account of hers. */
export const zhouAccount = `62284800${ids.current.slice(-8)}`

/** The small branch with a teller, a lobby manager and two customers more. */
export async function makeCounterDesk(): Promise<CustomerDesk> {
  const desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  const { cache } = desk
  const people = [
    [counterIds.teller, '许嘉宁', 'teller'],
    [counterIds.lobby, '何佳怡', 'lobby_manager'],
    [ids.head, '王主任', 'branch_head'],
  ] as const
  for (const [staffId, name, role] of people) {
    cache.put('staff', {
      branch_id: ids.branch,
      id: staffId,
      staff_no: staffId.slice(-2),
      name,
      post: '',
      active: true,
    })
    cache.put('staff_role', {
      branch_id: ids.branch,
      staff_id: staffId,
      role,
      org_unit_id: ids.branch,
    })
  }
  cache.put(
    'customer',
    customerRecord({
      id: ids.sun,
      name: '孙雅琴',
      mobile: '19900002256',
      tier: 'private',
      id_no: '990000197002021122',
    }),
    customerRecord({
      id: ids.qian,
      name: '钱无主',
      mobile: null,
      tier: 'standard',
      id_no: '99000019600505004X',
      employer: '无',
    }),
    customerRecord({
      id: counterIds.twin,
      name: '郑美花',
      name_initials: 'zmh',
      id_no: '110101200001280328',
      mobile: '19900009999',
    }),
    customerRecord({
      id: counterIds.elder,
      name: '欧阳德厚',
      sex: 'M',
      birth_date: '1950-01-01',
      id_no: '990000195001010011',
      mobile: '19900008888',
    }),
  )
  for (const customerId of [ids.zhou, ids.sun, ids.qian, counterIds.elder]) {
    cache.put('consent', {
      branch_id: ids.branch,
      id: id(900 + Number(customerId.slice(-2))),
      customer_id: customerId,
      purpose: 'marketing_call',
      channel: 'counter',
      given_on: '2026-01-01',
      withdrawn_on: null,
      text_version: '1',
    })
  }
  allocate(desk, counterIds.elder, ids.chen, 'primary')
  cache.buildSearch()
  return desk
}

/** Opens the customer of a whole number for the teller, or somebody else. */
export async function openVisit(
  desk: CustomerDesk,
  text = zhouNumber,
  who: Caller = counterCallers.teller,
): Promise<CounterVisit> {
  const answer = await desk.call(who, 'counter.find', { text })
  if (answer.found !== 'visit') throw new Error(`found ${answer.found}`)
  return answer.visit
}
