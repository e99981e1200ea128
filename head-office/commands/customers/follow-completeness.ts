import type { BranchWriter } from '../../store/branch-writer.ts'
import { completenessNow } from '../../summary/completeness.ts'
import type { CommandScene } from '../handler.ts'

/** Brings a customer's completeness up to what a command has just changed; nothing where it did not. */
export async function followCompleteness(
  { client, businessDate }: Pick<CommandScene, 'client' | 'businessDate'>,
  writer: BranchWriter,
  customerId: string,
): Promise<void> {
  const completeness = await completenessNow(client, writer.branchId, customerId, businessDate)
  if (!completeness || completeness.stored === completeness.actual) return
  await writer.update('customer_summary', customerId, { completeness_bp: completeness.actual })
}
