import { networkInterfaces } from 'node:os'
import { maxWitnessAddresses, type WitnessAddress } from '#contract/sync/witness.ts'

const wildcards = new Set(['0.0.0.0', '::'])

/** Where others find a port that is listened to at a host: that one, or every address of this PC. */
export function ownAddresses(host: string, port: number): WitnessAddress[] {
  if (!wildcards.has(host)) return [{ host, port }]
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .slice(0, maxWitnessAddresses)
    .map(({ address }) => ({ host: address, port }))
}

/** The address a neighbour is called at. */
export function urlOf({ host, port }: WitnessAddress, path: string): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`
}
