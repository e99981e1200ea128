import { maxWitnessed, witnessedReplySchema } from '#contract/sync/witness.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { witnessedHere } from '#db/journal/witnessed.ts'
import type { DeviceLink } from '../device/link.ts'
import type { Transport } from '../transport/exchange.ts'
import type { Writer } from '../writing/client.ts'

/** What forwarding works with. */
export interface ForwardNeeds {
  journal: FileReader
  writer: Writer
  transport: Transport
  link: DeviceLink
}

/** Brings to head office what neighbours brought here, oldest first. Throws what stops it. */
export async function forwardWitnessed(
  { journal, writer, transport, link }: ForwardNeeds,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const here = journal.read((db) => witnessedHere(db, maxWitnessed))
    if (here.length === 0) return
    const body = { witnessed: here.map(({ witnessed }) => witnessed) }
    await link.withToken(signal, (token) =>
      transport.exchange({
        path: 'v1/ledger/witnessed',
        body,
        reply: witnessedReplySchema,
        token,
        signal,
      }),
    )
    await writer.call('ledger.forwarded', { numbers: here.map(({ number }) => number) })
  }
}
