import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import type { Parameter } from '#domain/administration/records.ts'
import { stageRows } from '../../store/bulk-load.ts'
import { stageDerived } from '../derived.ts'
import type { Finding, LoadContext } from '../profile.ts'
import { wireRow } from '../wire-row.ts'
import { accountBalances, balanceRecords, type BalanceCheck } from './balances.ts'
import { floorsFrom } from './floors.ts'
import { berkaId, type BerkaWorld } from './world.ts'

/** Share of account-days whose closing must follow from the day before, basis points. */
const leastShareBp = 9995

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(4)} %`
}

function balanceFinding({ accountDays, within, exact }: BalanceCheck): Finding {
  const share = percent(within, accountDays)
  const exactShare = percent(exact, accountDays)
  return {
    name: 'closing-balances',
    passed: within * 10_000 >= accountDays * leastShareBp,
    sentence: {
      zh: `日终余额与源文件 balance 列相差不超过 0.50 的账户日：${within} / ${accountDays} = ${share}（要求 ≥ 99.95 %）；分毫不差：${exact} = ${exactShare}`,
      en: `Account-days whose closing agrees with the file's balance to 0.50: ${within} of ${accountDays} = ${share} (wanted ≥ 99.95 %); to the last unit: ${exact} = ${exactShare}`,
    },
    figures: { accountDays, within, exact, share, exactShare },
  }
}

/**
 * Derives the change-only balances of all accounts from their transactions, checks them, and
 * proposes tier floors from the distribution where the bank has published none.
 */
export async function conclude(world: BerkaWorld, { client }: LoadContext): Promise<Finding[]> {
  const check: BalanceCheck = { accountDays: 0, within: 0, exact: 0 }
  const customerOf = new Map<string, string>()
  for (const [account, owner] of world.ownerOf) customerOf.set(berkaId('account', account), owner)
  const balanceOf = new Map<string, number>()
  const table = tableNamed('balance_change')

  // Reading (a cursor) and writing (COPY) take turns on one connection, block by block.
  let block: WireValue[][] = []
  const flush = async (): Promise<void> => {
    await stageRows(client, 'balance_change', block)
    block = []
  }
  for await (const account of accountBalances(client, check)) {
    for (const record of balanceRecords(account)) block.push(wireRow(table, record))
    const owner = customerOf.get(account.accountId)
    const last = account.points.at(-1)?.balance_fen ?? 0
    if (owner !== undefined) balanceOf.set(owner, (balanceOf.get(owner) ?? 0) + last)
    if (block.length >= 20_000) await flush()
  }
  await flush()

  if (balanceOf.size > 0) {
    const parameter: Parameter = {
      id: berkaId('parameter', 'tier.floors:1'),
      key: 'tier.floors',
      version: 1,
      effective_from: '1993-01-01',
      value: JSON.stringify(floorsFrom([...balanceOf.values()])),
    }
    await stageDerived(client, { table: 'parameter', records: [parameter], insertOnly: true })
  }
  return check.accountDays === 0 ? [] : [balanceFinding(check)]
}
