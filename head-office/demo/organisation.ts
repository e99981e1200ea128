import type { OrgUnit, Staff, StaffRole } from '#domain/organisation/records.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { counties, type County, streets } from './county.ts'
import { drawName } from './people.ts'
import { chance, type Chance } from '#platform/chance/chance.ts'
import { customersOfOutlets, type DemoSize } from './size.ts'

/** Somebody who works at the bank. */
export interface Person {
  id: string
  no: string
  name: string
  post: string
  role: Role
  unitCode: string
}

/** An outlet as it is planned: where it stands, how many customers, who works there. */
export interface OutletPlan {
  code: string
  id: string
  name: string
  county: County
  /** Number among the outlets of its county, from 0. */
  place: number
  /** Share of customers who live in villages and small towns. */
  ruralShare: number
  customers: number
  people: Person[]
}

/** The demo bank's organisation. */
export interface Organisation {
  units: OrgUnit[]
  outlets: OutletPlan[]
  /** Staff of all units, those of the outlets among them. */
  people: Person[]
}

/** Most outlets of one county. */
const outletsOfCounty = 12
/** Customers a manager looks after; the bank's limit is 1,500. */
const customersOfManager = 1050

/** Id of a unit by its code. */
export function unitId(code: string): string {
  return nameBasedId('demo', 'org_unit', code)
}

/** Id of a member of staff by number. */
export function staffId(no: string): string {
  return nameBasedId('demo', 'staff', no)
}

const person = (unitCode: string, no: string, name: string, post: string, role: Role): Person => ({
  id: staffId(no),
  no,
  name,
  post,
  role,
  unitCode,
})

/** Staff number of the demo's risk officer. */
export const riskOfficerNo = '8110003'

const posts: Partial<Record<Role, string>> = {
  branch_head: '网点主任',
  operations_supervisor: '运营主管',
  customer_manager: '客户经理',
  lobby_manager: '大堂经理',
  teller: '柜员',
}

/** Names of the people whom `npm start` always prints, in the order of their numbers. */
const namedPeople: readonly (readonly (readonly [name: string, role: Role])[])[] = [
  [
    ['周立群', 'branch_head'],
    ['郑雅琴', 'operations_supervisor'],
    ['沈知远', 'customer_manager'],
    ['曾文静', 'customer_manager'],
    ['单海涛', 'customer_manager'],
    ['何佳怡', 'lobby_manager'],
    ['李晓燕', 'teller'],
    ['王思源', 'teller'],
  ],
  [
    ['仇明远', 'branch_head'],
    ['解丽华', 'operations_supervisor'],
    ['夏雨桐', 'customer_manager'],
    ['龚志强', 'customer_manager'],
    ['彭诗雨', 'teller'],
    ['陶静怡', 'lobby_manager'],
  ],
]

const rolesOfOthers: readonly Role[] = [
  'branch_head',
  'operations_supervisor',
  'customer_manager',
  'lobby_manager',
  'teller',
  'teller',
]

function staffOf(code: string, outlet: number, customers: number, random: Chance): Person[] {
  const used = new Set(namedPeople.flat().map(([name]) => name))
  const newName = (): string => {
    const name = drawName(random.hit(0.6) ? 'F' : 'M', random.int(1972, 2001), random)
    if (used.has(name)) return newName()
    used.add(name)
    return name
  }
  const people = [
    ...(namedPeople[outlet] ?? rolesOfOthers.map((role) => [newName(), role] as const)),
  ]
  const managers = people.filter(([, role]) => role === 'customer_manager').length
  const wanted = Math.ceil(customers / customersOfManager)
  for (let more = managers; more < wanted; more += 1) people.push([newName(), 'customer_manager'])
  const head = `811${String(outlet + 1).padStart(2, '0')}`
  return people.map(([name, role], at) =>
    person(code, `${head}${String(at + 1).padStart(2, '0')}`, name, posts[role] ?? '', role),
  )
}

/** Outlets of a county's list: streets of the county town first, where the customers are, and towns. */
function outletName(index: number, county: County, place: number): string {
  const own = ['云杉路', '杜鹃苑', ...streets.slice(2, 5)]
  const places = [...own.slice(0, 3), ...county.towns, ...own.slice(3)]
  const name = places[place] ?? county.name
  return index < outletsOfCounty ? `${name}网点` : `${county.name.slice(0, -1)}${name}网点`
}

function planOutlet(index: number, customers: number, seed: number): OutletPlan {
  const nth = Math.floor(index / outletsOfCounty)
  const county = counties[nth] ?? counties[0]
  if (!county) throw new Error('there is no county')
  const place = index % outletsOfCounty
  const code = `${county.area.slice(0, 4)}${nth + 1}${String(place + 1).padStart(2, '0')}`
  const name = outletName(index, county, place)
  return {
    code,
    id: unitId(code),
    name,
    county,
    place,
    ruralShare: /[镇乡]/.test(name) ? 0.82 : index === 1 ? 0.25 : 0.42,
    customers,
    people: staffOf(code, index, customers, chance(seed).fork(`staff ${code}`)),
  }
}

const countyUnit = (nth: number): string => `4288${nth + 1}00`

/** Plans units, outlets and staff for a size. The first two outlets and their people never change. */
export function planOrganisation(size: DemoSize): Organisation {
  const outlets = customersOfOutlets(size).map((customers, index) =>
    planOutlet(index, customers, size.seed),
  )
  const opened = counties.slice(0, Math.ceil(outlets.length / outletsOfCounty))
  const unit = (code: string, name: string, level: number, parent: string | null): OrgUnit => ({
    id: unitId(code),
    code,
    name,
    level,
    parent_id: parent === null ? null : unitId(parent),
    valid_from: '2010-01-01',
    valid_to: null,
  })
  return {
    units: [
      unit('4000000', '知客银行总行', 1, null),
      unit('4200000', '湖北分行', 2, '4000000'),
      unit('4288000', '云江分行', 3, '4200000'),
      ...opened.map((county, nth) => unit(countyUnit(nth), `${county.name}支行`, 4, '4288000')),
      ...outlets.map(({ code, name }, index) =>
        unit(code, name, 5, countyUnit(Math.floor(index / outletsOfCounty))),
      ),
    ],
    outlets,
    people: [
      ...outlets.flatMap(({ people }) => people),
      person(countyUnit(0), '8110001', '谢宏图', '条线管理岗', 'line_manager'),
      person(countyUnit(0), '8110002', '罗月华', '条线管理岗', 'line_manager'),
      person(countyUnit(0), riskOfficerNo, '覃学海', '风险岗', 'risk_officer'),
      person('4288000', '8110091', '蒋志勇', '系统管理员', 'system_admin'),
      person('4288000', '8110092', '潘慧敏', '安全管理员', 'security_admin'),
      person('4288000', '8110093', '汪书恒', '审计管理员', 'audit_admin'),
    ],
  }
}

/** Records of staff and their roles. */
export function staffRecords(people: readonly Person[]): { staff: Staff[]; roles: StaffRole[] } {
  return {
    staff: people.map(({ id, no, name, post, unitCode }) => ({
      branch_id: unitId(unitCode),
      id,
      staff_no: no,
      name,
      post,
      active: true,
    })),
    roles: people.map(({ id, role, unitCode }) => ({
      branch_id: unitId(unitCode),
      staff_id: id,
      role,
      org_unit_id: unitId(unitCode),
    })),
  }
}

/** Ids of an outlet's people with a role. */
export function withRole({ people }: OutletPlan, role: Role): string[] {
  return people.filter((one) => one.role === role).map(({ id }) => id)
}
