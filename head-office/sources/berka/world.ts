import type { AccountParty } from '#domain/accounts/records.ts'
import type { Day } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'

/** A district: an outlet of the bank. */
export interface District {
  name: string
  region: string
}

/** A client; `district` is where he or she lives. */
export interface Client {
  born: Day
  sex: 'F' | 'M'
  district: string
}

/** An account; `district` is the outlet that opened it. */
export interface BerkaAccount {
  district: string
  statement: 'monthly' | 'weekly' | 'per_transaction'
  opened: Day
}

/** Who may use an account, and how. */
export interface Disposition {
  client: string
  account: string
  role: Extract<AccountParty['role'], 'owner' | 'authorised'>
}

/** The parents of the source by their numbers, and what follows from them. */
export interface BerkaWorld {
  districts: Map<string, District>
  clients: Map<string, Client>
  accounts: Map<string, BerkaAccount>
  dispositions: Map<string, Disposition>
  /** Owner of each account, and the dispositions of each client; kept by {@link linkDisposition}. */
  ownerOf: Map<string, string>
  dispositionsOf: Map<string, string[]>
}

/** A world without anything. */
export function newWorld(): BerkaWorld {
  return {
    districts: new Map(),
    clients: new Map(),
    accounts: new Map(),
    dispositions: new Map(),
    ownerOf: new Map(),
    dispositionsOf: new Map(),
  }
}

/** Takes a disposition in, replacing an earlier one of the same number. */
export function linkDisposition(world: BerkaWorld, key: string, disposition: Disposition): void {
  unlinkDisposition(world, key)
  world.dispositions.set(key, disposition)
  const { client, account, role } = disposition
  if (role === 'owner') world.ownerOf.set(account, client)
  world.dispositionsOf.set(client, [...(world.dispositionsOf.get(client) ?? []), key])
}

/** Takes a disposition out. */
export function unlinkDisposition(world: BerkaWorld, key: string): void {
  const old = world.dispositions.get(key)
  if (!old) return
  world.dispositions.delete(key)
  const left = (world.dispositionsOf.get(old.client) ?? []).filter((other) => other !== key)
  world.dispositionsOf.set(old.client, left)
  if (old.role === 'owner' && world.ownerOf.get(old.account) === old.client) {
    world.ownerOf.delete(old.account)
  }
}

/** The id a record of the source has in every import, on every machine. */
export function berkaId(kind: string, key: string): string {
  return nameBasedId('berka', kind, key)
}

/** Id of the outlet of a district. */
export function outletId(district: string): string {
  return berkaId('district', district)
}

/** A client's first account: an own one before one to use, the oldest, the lowest number. */
export function firstAccount(world: BerkaWorld, client: string): string | null {
  const accounts = (world.dispositionsOf.get(client) ?? []).flatMap((key) => {
    const disposition = world.dispositions.get(key)
    const account = disposition && world.accounts.get(disposition.account)
    return account
      ? [{ key: disposition.account, role: disposition.role, opened: account.opened }]
      : []
  })
  accounts.sort(
    (a, b) =>
      Number(b.role === 'owner') - Number(a.role === 'owner') ||
      (a.opened < b.opened ? -1 : a.opened > b.opened ? 1 : Number(a.key) - Number(b.key)),
  )
  return accounts[0]?.key ?? null
}

/** The district that manages a client: of the first account, else where the client lives. */
export function managingDistrict(world: BerkaWorld, client: string): string | null {
  const account = firstAccount(world, client)
  return (
    (account === null ? null : world.accounts.get(account)?.district) ??
    world.clients.get(client)?.district ??
    null
  )
}

/** Where rows of an account belong: the branch that manages its owner. */
export interface AccountPlace {
  accountId: string
  branchId: string
  customerId: string
}

/** The place of an account; null where the account or its owner is not known. */
export function placeOf(world: BerkaWorld, account: string): AccountPlace | null {
  const owner = world.ownerOf.get(account)
  if (owner === undefined || !world.accounts.has(account)) return null
  const district = managingDistrict(world, owner)
  if (district === null) return null
  return {
    accountId: berkaId('account', account),
    branchId: outletId(district),
    customerId: berkaId('client', owner),
  }
}
