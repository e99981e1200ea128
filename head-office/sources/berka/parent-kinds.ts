import { isDay } from '#domain/time/day.ts'
import { code, custom, day, type Parsed, reference, required, shortDay, unused } from '../fields.ts'
import { parentKind } from '../profile.ts'
import type { Rejection } from '../reasons.ts'
import type { Dialect } from '../text/split.ts'
import { dispositionTypes, frequencies } from './codes.ts'
import { type BerkaWorld, type Client, linkDisposition, unlinkDisposition } from './world.ts'

/** Semicolons, text in double quotes, one record a line. */
export const ascDialect: Dialect = { delimiter: ';', quote: '"', multiline: false }

/** Last day of the data; later dates are set aside. */
export const businessDate = '1998-12-31'

/** `YYMMDD`, all of the 1900s. */
export const yymmdd = shortDay(1900)

const parent = parentKind<BerkaWorld>()

/** A rejection for a reference that leads nowhere. */
export function missingParent(column: string, value: string, detail?: string): Rejection {
  const rejection: Rejection = { reason: 'parent', column, value }
  return detail === undefined ? rejection : { ...rejection, detail }
}

/** Birth date and sex from `YYMMDD`; for women 50 is added to the month. */
export function parseBirthNumber(text: string): Parsed<Pick<Client, 'born' | 'sex'>> {
  const [, year, month, date] = /^(\d{2})(\d{2})(\d{2})$/.exec(text) ?? []
  if (year === undefined || month === undefined || date === undefined) return { reason: 'date' }
  const woman = Number(month) > 50
  const realMonth = String(Number(month) - (woman ? 50 : 0)).padStart(2, '0')
  const born = `19${year}-${realMonth}-${date}`
  if (!isDay(born)) return { reason: 'date' }
  if (born > businessDate) return { reason: 'future' }
  return { value: { born, sex: woman ? 'F' : 'M' } }
}

const statistics = Object.fromEntries(
  Array.from({ length: 13 }, (_, at) => [`A${at + 4}`, unused()]),
)

/** Districts: the outlets of the bank. */
export const districtKind = parent({
  id: 'district',
  names: /^district\b/i,
  dialect: ascDialect,
  encodings: ['utf-8'],
  columns: { A1: reference(), A2: required(60), A3: required(60), ...statistics },
  key: (row) => String(row.A1),
  check: () => null,
  accept: (row, world) =>
    void world.districts.set(String(row.A1), { name: String(row.A2), region: String(row.A3) }),
  remove: (key, world) => void world.districts.delete(key),
})

/** Clients; sex and birth date stand in one number. */
export const clientKind = parent({
  id: 'client',
  names: /^client\b/i,
  dialect: ascDialect,
  encodings: ['utf-8'],
  columns: {
    client_id: reference(),
    birth_number: custom(parseBirthNumber),
    district_id: reference(),
  },
  key: (row) => row.client_id,
  check: (row, world) =>
    world.districts.has(row.district_id) ? null : missingParent('district_id', row.district_id),
  accept: (row, world) =>
    void world.clients.set(row.client_id, { ...row.birth_number, district: row.district_id }),
  remove: (key, world) => void world.clients.delete(key),
})

/** Accounts and the outlet that opened them. */
export const accountKind = parent({
  id: 'account',
  names: /^account\b/i,
  dialect: ascDialect,
  encodings: ['utf-8'],
  columns: {
    account_id: reference(),
    district_id: reference(),
    frequency: code(frequencies),
    date: day(yymmdd, businessDate),
  },
  key: (row) => row.account_id,
  check: (row, world) =>
    world.districts.has(row.district_id) ? null : missingParent('district_id', row.district_id),
  accept: (row, world) =>
    void world.accounts.set(row.account_id, {
      district: row.district_id,
      statement: row.frequency,
      opened: row.date,
    }),
  remove: (key, world) => void world.accounts.delete(key),
})

/** Who owns or may use an account; each account has one owner. */
export const dispositionKind = parent({
  id: 'disp',
  names: /^disp\b/i,
  dialect: ascDialect,
  encodings: ['utf-8'],
  columns: {
    disp_id: reference(),
    client_id: reference(),
    account_id: reference(),
    type: code(dispositionTypes),
  },
  key: (row) => row.disp_id,
  check: (row, world) => {
    if (!world.clients.has(row.client_id)) return missingParent('client_id', row.client_id)
    if (!world.accounts.has(row.account_id)) return missingParent('account_id', row.account_id)
    const owner = row.type === 'owner' ? world.ownerOf.get(row.account_id) : undefined
    const own = world.dispositions.get(row.disp_id)
    return owner === undefined || own?.account === row.account_id
      ? null
      : { reason: 'duplicate', column: 'account_id', value: row.account_id, detail: 'second OWNER' }
  },
  accept: (row, world) =>
    linkDisposition(world, row.disp_id, {
      client: row.client_id,
      account: row.account_id,
      role: row.type,
    }),
  remove: (key, world) => unlinkDisposition(world, key),
})

/** Accounts nobody owns, and then the dispositions on them: neither has a place. */
export function incomplete(
  world: BerkaWorld,
): { kind: string; key: string; rejection: Rejection }[] {
  const orphaned = [...world.accounts.keys()].filter((account) => !world.ownerOf.has(account))
  const lost = new Set(orphaned)
  return [
    ...orphaned.map((key) => ({
      kind: accountKind.id,
      key,
      rejection: missingParent('account_id', key, 'no OWNER in disp'),
    })),
    ...[...world.dispositions]
      .filter(([, { account }]) => lost.has(account))
      .map(([key, { account }]) => ({
        kind: dispositionKind.id,
        key,
        rejection: missingParent('account_id', account, 'the account has no OWNER'),
      })),
  ]
}
