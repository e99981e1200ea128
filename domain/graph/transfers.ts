import type { FlowClass } from '../flow/classes.ts'
import type { CountedMovement } from '../flow/fund-flow.ts'
import { type FlowGround, plainName } from '../flow/movement.ts'
import { isOrganisation } from '../flow/names.ts'
import type { TransferSum } from './kinds.ts'

/**
 * Classes of a movement that tells of a tie: money between people, and between a person and a firm one
 * deals with. Shops, payment companies, taxes, insurance and the customer's own accounts elsewhere are none.
 */
const tellingClasses: readonly FlowClass[] = ['family', 'people', 'business', 'other']

/** Whom a transfer was with, before anybody is looked up. */
export interface TransferSide extends TransferSum {
  /** As the latest movement writes it. */
  name: string
  bank: string | null
  /** Account numbers that the movements name, in order. */
  account: string | null
  organisation: boolean
}

/**
 * What makes two transfers ones with the same side: an account names one owner; without one an
 * organisation is told by its name, a person by name and bank, because names repeat.
 */
function sideKey({ movement }: CountedMovement, name: string, organisation: boolean): string {
  if (movement.counterpartyAccount !== null && !organisation) {
    return JSON.stringify(['a', movement.counterpartyAccount])
  }
  return JSON.stringify([plainName(name), organisation ? '' : movement.counterpartyBank])
}

/**
 * With whom a customer moved money by transfer, from the movements that count in the fund flow: what
 * stayed between the customer's own accounts is out already. `payer` is the customer's employer, whose
 * wages count too; of other payrolls (pensions, subsidies) nothing does.
 */
export function transferSides(
  counted: readonly CountedMovement[],
  ground: Pick<FlowGround, 'customerName'>,
  payer: string | null,
): TransferSide[] {
  const own = plainName(ground.customerName)
  const sides = new Map<string, TransferSide & { txnNo: string }>()
  for (const each of counted) {
    const { movement, verdict } = each
    const { counterparty: name, operation } = movement
    if (operation !== 'transfer_in' && operation !== 'transfer_out') continue
    if (name === null || plainName(name) === own || plainName(name) === '') continue
    const wages = verdict.flowClass === 'payroll' && payer !== null && plainName(name) === payer
    if (!wages && !tellingClasses.includes(verdict.flowClass)) continue
    const organisation = verdict.flowClass !== 'family' && isOrganisation(name, false)
    const key = sideKey(each, name, organisation)
    const side = sides.get(key) ?? {
      name,
      bank: movement.counterpartyBank,
      account: movement.counterpartyAccount,
      organisation,
      txnNo: movement.txnNo,
      inFen: 0,
      outFen: 0,
      count: 0,
      lastOn: movement.postedOn,
    }
    sides.set(key, side)
    side.count += 1
    if (movement.direction === 'in') side.inFen += movement.amountFen
    else side.outFen += movement.amountFen
    const later =
      movement.postedOn > side.lastOn ||
      (movement.postedOn === side.lastOn && movement.txnNo > side.txnNo)
    if (later) {
      side.name = name
      side.bank = movement.counterpartyBank
      side.account = movement.counterpartyAccount
      side.lastOn = movement.postedOn
      side.txnNo = movement.txnNo
    }
  }
  return [...sides.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { txnNo: _, ...side }]) => side)
}

/** The sums of two parts of what moved between the same two. */
export function addedUp(a: TransferSum, b: TransferSum): TransferSum {
  return {
    inFen: a.inFen + b.inFen,
    outFen: a.outFen + b.outFen,
    count: a.count + b.count,
    lastOn: a.lastOn > b.lastOn ? a.lastOn : b.lastOn,
  }
}
