import type { OrgUnit, Staff, StaffRole } from '#domain/organisation/records.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'

/** Units of the demo bank: bank, two levels of branches, a county branch, two outlets. All invented. */
const units = [
  { code: '420000', name: '知客银行总行', level: 1, parent: null },
  { code: '421000', name: '湖北分行', level: 2, parent: '420000' },
  { code: '421100', name: '黄冈分行', level: 3, parent: '421000' },
  { code: '421180', name: '麻城市支行', level: 4, parent: '421100' },
  { code: '421181', name: '云杉路网点', level: 5, parent: '421180' },
  { code: '421182', name: '杜鹃苑网点', level: 5, parent: '421180' },
] as const

/** Code of the outlet with the large customer base, and of the second one. */
export const mainOutlet = '421181'
export const secondOutlet = '421182'

type Code = (typeof units)[number]['code']

interface Person {
  no: string
  name: string
  post: string
  unit: Code
  role: Role
}

const person = (unit: Code, no: string, name: string, post: string, role: Role): Person => ({
  unit,
  no,
  name,
  post,
  role,
})

const people: readonly Person[] = [
  person('421181', '8110101', '周立群', '网点主任', 'branch_head'),
  person('421181', '8110102', '郑雅琴', '运营主管', 'operations_supervisor'),
  person('421181', '8110103', '沈知远', '客户经理', 'customer_manager'),
  person('421181', '8110104', '曾文静', '客户经理', 'customer_manager'),
  person('421181', '8110105', '单海涛', '客户经理', 'customer_manager'),
  person('421181', '8110106', '何佳怡', '大堂经理', 'lobby_manager'),
  person('421181', '8110107', '李晓燕', '柜员', 'teller'),
  person('421181', '8110108', '王思源', '柜员', 'teller'),
  person('421182', '8110201', '仇明远', '网点主任', 'branch_head'),
  person('421182', '8110202', '解丽华', '运营主管', 'operations_supervisor'),
  person('421182', '8110203', '夏雨桐', '客户经理', 'customer_manager'),
  person('421182', '8110204', '龚志强', '客户经理', 'customer_manager'),
  person('421182', '8110205', '彭诗雨', '柜员', 'teller'),
  person('421180', '8110001', '谢宏图', '条线管理岗', 'line_manager'),
  person('421180', '8110002', '罗月华', '条线管理岗', 'line_manager'),
  person('421180', '8110003', '覃学海', '风险岗', 'risk_officer'),
  person('421100', '8110091', '蒋志勇', '系统管理员', 'system_admin'),
  person('421100', '8110092', '潘慧敏', '安全管理员', 'security_admin'),
  person('421100', '8110093', '汪书恒', '审计管理员', 'audit_admin'),
]

/** Id of a unit by its code. */
export function unitId(code: string): string {
  return nameBasedId('demo', 'org_unit', code)
}

/** Id of a member of staff by number. */
export function staffId(no: string): string {
  return nameBasedId('demo', 'staff', no)
}

/** Name of a unit by its code; empty for an unknown one. */
export function unitName(code: string): string {
  return units.find((unit) => unit.code === code)?.name ?? ''
}

/** The organisation tree. */
export function demoUnits(): OrgUnit[] {
  return units.map(({ code, name, level, parent }) => ({
    id: unitId(code),
    code,
    name,
    level,
    parent_id: parent === null ? null : unitId(parent),
    valid_from: '2010-01-01',
    valid_to: null,
  }))
}

/** Everybody who works there. */
export function demoStaff(): { staff: Staff[]; roles: StaffRole[] } {
  return {
    staff: people.map(({ unit, no, name, post }) => ({
      branch_id: unitId(unit),
      id: staffId(no),
      staff_no: no,
      name,
      post,
      active: true,
    })),
    roles: people.map(({ unit, no, role }) => ({
      branch_id: unitId(unit),
      staff_id: staffId(no),
      role,
      org_unit_id: unitId(unit),
    })),
  }
}

/** Staff numbers of an outlet's customer managers. */
export function managersOf(unit: string): string[] {
  return people
    .filter((one) => one.unit === unit && one.role === 'customer_manager')
    .map(({ no }) => no)
}

/** Staff with login at an outlet, as `npm start` prints them. */
export function outletPeople(): { no: string; name: string; role: Role; unit: string }[] {
  return people.filter(({ unit }) => unit === mainOutlet || unit === secondOutlet)
}

/** Everybody's number, unit and id, for credentials. */
export function allPeople(): { no: string; unit: string; id: string }[] {
  return people.map(({ no, unit }) => ({ no, unit, id: staffId(no) }))
}
