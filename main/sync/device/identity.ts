import { AppError } from '#contract/errors.ts'
import { enrolReplySchema, type EnrolRequest } from '#contract/sync/enrol.ts'
import { ledgerKeyContext } from '#contract/sync/ledger.ts'
import type { TerminalConfig } from '#contract/terminal-config.ts'
import type { DeviceIdentity, DeviceKeys } from '#db/journal/settings.ts'
import { generateSealingKeys, unseal } from '#platform/crypto/cipher.ts'
import { generateSigningKeys } from '#platform/crypto/signature.ts'
import type { FirstLedgerKey, TerminalMemory } from '../memory.ts'
import type { Transport } from '../transport/exchange.ts'

/** The device's key pairs; made at the first start and durable before anybody hears of them. */
export async function deviceKeys(memory: TerminalMemory): Promise<DeviceKeys> {
  const known = memory.get('deviceKeys')
  if (known) return known
  const keys = { signing: generateSigningKeys(), sealing: generateSealingKeys() }
  await memory.remember({ deviceKeys: keys })
  return keys
}

/**
 * Who this PC is: remembered, or enrolled now with the one-time code of `terminal.json`. Throws
 * `device.notEnrolled` without a code, and what head office answers (`device.codeInvalid`).
 */
export async function enrolledDevice(
  memory: TerminalMemory,
  transport: Transport,
  config: TerminalConfig,
  signal: AbortSignal,
): Promise<DeviceIdentity> {
  const known = memory.get('device')
  if (known) return known
  return enrol(memory, transport, config, signal)
}

/**
 * Enrols this PC, also one that head office does not know any more: its commands are numbered anew,
 * its people log in online again.
 */
export async function enrol(
  memory: TerminalMemory,
  transport: Transport,
  config: TerminalConfig,
  signal: AbortSignal,
): Promise<DeviceIdentity> {
  if (config.enrolmentCode === undefined) throw new AppError('device.notEnrolled')
  const keys = await deviceKeys(memory)
  const body: EnrolRequest = {
    code: config.enrolmentCode,
    deviceName: config.deviceName,
    signingKey: keys.signing.publicKey,
    sealingKey: keys.sealing.publicKey,
  }
  const path = 'v1/devices/enrol'
  const reply = await transport.exchange({ path, body, reply: enrolReplySchema, signal })
  // Demo users and invented data must never be met by a PC that serves a real branch.
  if (reply.demo && !config.demo) throw new AppError('config.invalid', { field: 'demo' })
  const { epoch, sealedLedgerKey, ...device } = reply
  // Of a PC known before, the session that follows has to see that this may be another database.
  await memory.enrolled(
    { device, epoch: memory.get('epoch') ?? epoch },
    firstLedgerKey(device, keys, sealedLedgerKey),
  )
  return device
}

/** The ledger's first key, opened; none where head office gave none, or gave what does not open. */
function firstLedgerKey(
  { deviceId, ledgerId, deviceEpoch: epoch }: DeviceIdentity,
  keys: DeviceKeys,
  sealed: string | undefined,
): FirstLedgerKey | undefined {
  if (sealed === undefined) return undefined
  const context = ledgerKeyContext(deviceId, ledgerId, epoch)
  const first = unseal(keys.sealing.privateKey, sealed, context)
  return first ? { ledger: { ledgerId, epoch }, first } : undefined
}
