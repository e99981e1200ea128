import { parameterValue } from '#domain/administration/parameters.ts'
import { reckoningSubjects } from '#domain/administration/records.ts'
import type { EvaluationRules } from '#domain/customers/evaluation.ts'
import type { CustomerGroup, GroupMember } from '#domain/groups/records.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { addDays, instantOfDay } from '#domain/time/day.ts'
import { chance } from '#platform/chance/chance.ts'
import { type BankRows, practiceId, type PracticeGround } from './ground.ts'
import { people, type Person } from './people.ts'
import { portfolioOf } from './portfolio.ts'
import { evaluated, summarised, type Told } from './reckoned.ts'
import {
  assessmentOf,
  consentsOf,
  contactsOf,
  customerIdOf,
  customerOf,
  marriages,
  needsOf,
} from './records.ts'
import { practiceProducts } from './shelf.ts'
import { keyCardOf, type Known, ownRules, tasksOf } from './work.ts'

/** The same customers for everybody and on every day; only dates move. */
const seed = 2_024

/** Every fifth customer has the other manager; the last few have none. */
const ownedByOther = 5
const ownerless = 3

interface Colleague {
  id: string
  name: string
  post: string
  roles: readonly Role[]
}

/** Who works at the invented branch: the person who practises, and who else is needed there. */
function colleagues(ground: PracticeGround): Colleague[] {
  const self: Colleague = {
    id: ground.staffId,
    name: ground.staffName,
    post: ground.post,
    roles: ground.roles,
  }
  const other = (name: string, post: string, role: Role): Colleague => ({
    id: practiceId('staff', name),
    name,
    post,
    roles: [role],
  })
  return [
    self,
    other('练习经理甲', '客户经理', 'customer_manager'),
    other('练习经理乙', '客户经理', 'customer_manager'),
    other('练习主任', '网点主任', 'branch_head'),
    other('练习大堂', '大堂经理', 'lobby_manager'),
  ].filter(
    ({ id, roles }) =>
      id === self.id || !roles.every((role) => role === 'branch_head' && self.roles.includes(role)),
  )
}

/** Who looks after a customer: mostly the person who practises, where he or she has a book. */
function ownerOf(
  at: number,
  ground: PracticeGround,
  managers: readonly Colleague[],
): string | null {
  if (at >= people.length - ownerless) return null
  const [one, two] = managers
  const own = ground.roles.includes('customer_manager') ? ground.staffId : one?.id
  return (at % ownedByOther === ownedByOther - 1 ? two?.id : own) ?? null
}

function told(person: Person, at: number, owner: string | null, ground: PracticeGround): Told {
  const random = chance(seed).fork(person.name)
  const customer = customerOf(person, at + 1, ground)
  const [assessment] = assessmentOf(person, ground)
  return {
    customer,
    portfolio: portfolioOf(person, customer.id, at + 1, ground, random.fork('money')),
    contacts: owner === null ? [] : contactsOf(person, owner, ground, random.fork('talk')),
    risk: assessment ? { level: assessment.level, valid_to: assessment.valid_to } : null,
    hasConsent: person.story !== 'gaps',
    hasFamily: person.spouse !== undefined,
  }
}

function groupsOf(ground: PracticeGround): { groups: CustomerGroup[]; members: GroupMember[] } {
  const { branchId: branch_id, staffId, on } = ground
  const created_at = instantOfDay(addDays(on, -60))
  const base = {
    branch_id,
    visibility: 'own' as const,
    owner_id: staffId,
    created_at,
    changed_at: created_at,
    changed_by: staffId,
    deleted_at: null,
  }
  const street = practiceId('group', 'street')
  const rule = {
    version: 1,
    root: {
      join: 'all',
      parts: [
        { field: 'tier', is: 'any', of: ['gold', 'platinum', 'diamond', 'private'] },
        { field: 'uncontacted', from: 60, to: null },
      ],
    },
  }
  const shopkeepers = people.filter(({ occupation }) => /店主|工商户/.test(occupation))
  return {
    groups: [
      {
        ...base,
        id: street,
        name: '新桥路商户',
        kind: 'static',
        note: '每月走访一次，收银和进货结算。',
        rule: null,
      },
      {
        ...base,
        id: practiceId('group', 'silent'),
        name: '金卡以上久未联系',
        kind: 'dynamic',
        note: null,
        rule: JSON.stringify(rule),
      },
    ],
    members: shopkeepers.map(({ name }) => ({
      branch_id,
      id: practiceId('member', `${street} ${customerIdOf(name)}`),
      group_id: street,
      customer_id: customerIdOf(name),
      added_by: staffId,
      added_at: created_at,
      removed_by: null,
      removed_at: null,
    })),
  }
}

/**
 * The invented branch as the terminal would hold it: customers of all tiers, and what the rules of the
 * product find of them on the business date. Pure: the same ground gives the same rows.
 */
export function practiceBank(ground: PracticeGround): BankRows {
  const { branchId: branch_id, branchName, on } = ground
  const staff = colleagues(ground)
  const managers = staff.filter(
    ({ id, roles }) => id !== ground.staffId && roles.includes('customer_manager'),
  )
  const rules = ownRules()
  const evaluationRules: EvaluationRules = {
    weights: parameterValue('value.weights', undefined),
    scales: parameterValue('value.scales', undefined),
    margins: parameterValue('value.margins', undefined),
    churn: rules.churn,
  }
  const owners = people.map((_, at) => ownerOf(at, ground, managers))
  const first = people.map((person, at) => {
    const all = told(person, at, owners[at] ?? null, ground)
    return { ...all, ...summarised(all, on, rules.tierRules.floors) }
  })
  const values = evaluated(first, on, evaluationRules)
  const known: Known[] = first.flatMap((one) => {
    const facts = values.get(one.customer.id)?.facts
    return facts ? [{ ...one, facts }] : []
  })
  const unit = practiceId('unit', 'head office')
  const { groups, members } = groupsOf(ground)
  const portfolios = known.map(({ portfolio }) => portfolio)
  return {
    org_unit: [
      {
        id: unit,
        code: '9900000',
        name: '练习银行总行',
        level: 1,
        parent_id: null,
        valid_from: '2010-01-01',
        valid_to: null,
      },
      {
        id: branch_id,
        code: '9900001',
        name: branchName,
        level: 5,
        parent_id: unit,
        valid_from: '2010-01-01',
        valid_to: null,
      },
    ],
    product: practiceProducts(on),
    staff: staff.map(({ id, name, post }, at) => ({
      branch_id,
      id,
      staff_no: id === ground.staffId ? ground.staffNo : `99000${at}`,
      name,
      post,
      active: true,
    })),
    staff_role: staff.flatMap(({ id, roles }) =>
      roles.map((role) => ({ branch_id, staff_id: id, role, org_unit_id: branch_id })),
    ),
    reckoning: reckoningSubjects.map((subject) => ({ branch_id, subject, as_of: on })),
    customer: known.map(({ customer }) => customer),
    customer_summary: known.map(({ summary }) => summary),
    customer_value: [...values.values()].map(({ row }) => row),
    customer_manager: known.flatMap(({ customer }, at) => {
      const staff_id = owners[at]
      return staff_id
        ? [
            {
              branch_id,
              id: practiceId('allocation', customer.id),
              customer_id: customer.id,
              staff_id,
              role: 'primary' as const,
              valid_from: addDays(on, -400),
              valid_to: null,
            },
          ]
        : []
    }),
    task: known.flatMap((one, at) => {
      const owner = owners[at]
      return owner ? tasksOf(one, owner, ground, rules) : []
    }),
    key_transaction: known.flatMap((one, at) => {
      const spouse = people[at]?.spouse
      const card = keyCardOf(one, spouse === undefined ? [] : [spouse], ground, rules)
      return card ? [card] : []
    }),
    contact: known.flatMap(({ contacts }) => contacts),
    customer_need: needsOf(people, ground),
    customer_group: groups,
    customer_group_member: members,
    relation: marriages(people, ground),
    risk_assessment: people.flatMap((person) => assessmentOf(person, ground)),
    consent: people.flatMap((person, at) => consentsOf(person, at, ground)),
    account: portfolios.flatMap(({ accounts }) => accounts),
    account_party: portfolios.flatMap(({ accounts }) =>
      accounts.map(({ id, customer_id }) => ({
        branch_id,
        account_id: id,
        customer_id,
        role: 'owner' as const,
      })),
    ),
    loan: portfolios.flatMap(({ loans }) => loans),
    card: portfolios.flatMap(({ cards }) => cards),
    holding: portfolios.flatMap(({ holdings }) => holdings),
    balance_change: portfolios.flatMap(({ positions }) =>
      positions.flatMap(({ id, points }) =>
        points.map((point) => ({ branch_id, position_id: id, ...point })),
      ),
    ),
    bank_transaction: portfolios.flatMap(({ transactions }) => transactions),
  }
}
