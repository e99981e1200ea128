import type { WitnessAddress } from '#contract/sync/witness.ts'
import type { TerminalConfig } from '#contract/terminal-config.ts'
import { WitnessListener, type WitnessNeeds } from '#main/sync/witness/listener.ts'
import { WitnessSender, type WitnessSenderNeeds } from '#main/sync/witness/sender.ts'

/** What neighbours of the branch do for each other's ledgers; nothing where IT left it out. */
export interface Witnessing {
  /** Where neighbours find this PC; null where they do not. */
  addresses(): WitnessAddress[] | null
  start(): Promise<void>
  stop(): Promise<void>
  /** The connection to head office may have changed. */
  lineChanged(): void
  /** A head of the own ledger was signed. */
  signed(): void
}

/** Hears neighbours and brings them the own heads, where `terminal.json` says so. */
export function createWitnessing(
  config: TerminalConfig['witness'],
  needs: WitnessNeeds & WitnessSenderNeeds,
): Witnessing {
  if (!config) {
    const nothing = () => {}
    const done = () => Promise.resolve()
    return { addresses: () => null, start: done, stop: done, lineChanged: nothing, signed: nothing }
  }
  const listener = new WitnessListener(config, needs)
  const sender = new WitnessSender(needs)
  return {
    addresses: () => listener.addresses,
    start: () => listener.start(),
    async stop() {
      await sender.stop()
      await listener.stop()
    },
    lineChanged: () => sender.lineChanged(),
    signed: () => sender.signed(),
  }
}
