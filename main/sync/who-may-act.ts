import type { DeviceLink } from './device/link.ts'

/**
 * Who may act at this PC is told with a session. Where a pull changed people or their roles, a new one is opened
 * at once, so that somebody who moved or left does not hear of it in the twelfth hour of the old one.
 */
export async function askWhoMayAct(
  link: Pick<DeviceLink, 'close' | 'open'>,
  changed: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (!changed.includes('staff') && !changed.includes('staff_role')) return
  link.close()
  await link.open(signal)
}
