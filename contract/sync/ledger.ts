/** Context that binds the sealed first key of a ledger to its device, ledger and epoch. */
export function ledgerKeyContext(deviceId: string, ledgerId: string, epoch: number): string {
  return `ledger-key:${deviceId}:${ledgerId}:${epoch}`
}
