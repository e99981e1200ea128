import type { Account, AccountParty } from '#domain/accounts/records.ts'
import type { Customer, CustomerManager, Relation } from '#domain/customers/records.ts'
import type { OrgUnit } from '#domain/organisation/records.ts'
import { czechName } from '../../names/czech.ts'
import { searchKeys } from '../../names/pinyin.ts'
import type { DerivedTable } from '../profile.ts'
import { drawFrom, managerOf, outletStaff } from './staff.ts'
import {
  berkaId,
  type BerkaWorld,
  type Client,
  firstAccount,
  managingDistrict,
  outletId,
  placeOf,
} from './world.ts'

/** First day of the data: the organisation stands from then on. */
const firstDay = '1993-01-01'

function* units(world: BerkaWorld): Generator<OrgUnit> {
  const since = { valid_from: firstDay, valid_to: null }
  const bank = berkaId('bank', 'berka')
  yield { id: bank, code: 'BERKA', name: 'Berka Bank', level: 1, parent_id: null, ...since }
  const regions = [...new Set([...world.districts.values()].map(({ region }) => region))].sort()
  for (const [at, name] of regions.entries()) {
    const code = `R${String(at + 1).padStart(2, '0')}`
    yield { id: berkaId('region', name), code, name, level: 3, parent_id: bank, ...since }
  }
  for (const [code, { name, region }] of world.districts) {
    const parent_id = berkaId('region', region)
    yield {
      id: outletId(code),
      code: `D${code.padStart(3, '0')}`,
      name,
      level: 5,
      parent_id,
      ...since,
    }
  }
}

/** The made-up name of a client; the same in every import. */
function nameOf(key: string, client: Client): string {
  return czechName(client.sex, drawFrom('client-name', key))
}

function* customers(world: BerkaWorld): Generator<Customer> {
  for (const [key, client] of world.clients) {
    const district = managingDistrict(world, key)
    if (district === null) continue
    const name = nameOf(key, client)
    const keys = searchKeys(name)
    const home = world.districts.get(client.district)
    const first = firstAccount(world, key)
    yield {
      branch_id: outletId(district),
      id: berkaId('client', key),
      customer_no: key,
      name,
      name_pinyin: keys.pinyin,
      name_initials: keys.initials,
      name_origin: 'made_up',
      sex: client.sex,
      birth_date: client.born,
      nationality: null,
      occupation: null,
      address: home ? `${home.name}, ${home.region}` : null,
      mobile: null,
      id_type: null,
      id_no: null,
      id_expiry: null,
      email: null,
      employer: null,
      industry: null,
      opening_branch_id: outletId(district),
      customer_since: (first && world.accounts.get(first)?.opened) ?? firstDay,
      is_staff: false,
      do_not_contact: false,
      tier: 'standard',
      tier_state: 'normal',
      deceased_on: null,
    }
  }
}

function* managers(world: BerkaWorld): Generator<CustomerManager> {
  for (const key of world.clients.keys()) {
    const district = managingDistrict(world, key)
    if (district === null) continue
    const first = firstAccount(world, key)
    yield {
      branch_id: outletId(district),
      id: berkaId('manager', `${district}:${key}`),
      customer_id: berkaId('client', key),
      staff_id: managerOf(district, key),
      role: 'primary',
      valid_from: (first && world.accounts.get(first)?.opened) ?? firstDay,
      valid_to: null,
    }
  }
}

function* accounts(world: BerkaWorld): Generator<Account> {
  for (const [key, account] of world.accounts) {
    const place = placeOf(world, key)
    if (!place) continue
    yield {
      branch_id: place.branchId,
      id: place.accountId,
      customer_id: place.customerId,
      account_no: key,
      kind: 'current',
      currency: 'CZK',
      opened_on: account.opened,
      closed_on: null,
      status: 'normal',
      category: null,
      product_id: null,
      rate_bp: null,
      matures_on: null,
      statement: account.statement,
    }
  }
}

function* parties(world: BerkaWorld): Generator<AccountParty> {
  for (const { account, client, role } of world.dispositions.values()) {
    const place = placeOf(world, account)
    if (!place) continue
    yield {
      branch_id: place.branchId,
      account_id: place.accountId,
      customer_id: berkaId('client', client),
      role,
    }
  }
}

/** Owner → the one who may use the account: an edge of the relationship graph. */
function* relations(world: BerkaWorld): Generator<Relation> {
  for (const [key, { account, client, role }] of world.dispositions) {
    const place = placeOf(world, account)
    const user = world.clients.get(client)
    if (role !== 'authorised' || !place || !user) continue
    yield {
      branch_id: place.branchId,
      id: berkaId('authorised', key),
      from_customer_id: place.customerId,
      to_customer_id: berkaId('client', client),
      to_name: nameOf(client, user),
      kind: 'authorised_user',
      source: 'core',
      valid_from: world.accounts.get(account)?.opened ?? firstDay,
      valid_to: null,
    }
  }
}

/** What the source does not know of a customer, or only made up: what stands is kept. */
const kept: readonly (keyof Customer)[] = [
  'name',
  'name_pinyin',
  'name_initials',
  'name_origin',
  'nationality',
  'occupation',
  'address',
  'mobile',
  'id_type',
  'id_no',
  'id_expiry',
  'email',
  'employer',
  'industry',
  'is_staff',
  'do_not_contact',
  'tier',
  'tier_state',
  'deceased_on',
]

/** Every table that follows from districts, clients, accounts and dispositions. */
export function derive(world: BerkaWorld): DerivedTable[] {
  const people = [...world.districts.keys()].flatMap(outletStaff)
  return [
    { table: 'org_unit', records: units(world) },
    { table: 'staff', records: people.map(({ staff }) => staff), insertOnly: true },
    { table: 'staff_role', records: people.map(({ role }) => role), insertOnly: true },
    { table: 'customer', records: customers(world), keep: kept },
    { table: 'customer_manager', records: managers(world), insertOnly: true },
    { table: 'account', records: accounts(world) },
    { table: 'account_party', records: parties(world) },
    { table: 'relation', records: relations(world) },
  ]
}
