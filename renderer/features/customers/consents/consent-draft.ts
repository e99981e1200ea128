import {
  type ConsentChannel,
  consentChannels,
  type ConsentPurpose,
  type ConsentWay,
  consentWays,
} from '#domain/customers/consent.ts'

/** What is written down of a consent, as far as it is chosen. */
export interface ConsentDraft {
  channel: ConsentChannel | null
  way: ConsentWay | null
  textVersion: string | null
}

/** Nothing is chosen for the person: no consent comes about by a default tick. */
export const emptyConsent = (): ConsentDraft => ({ channel: null, way: null, textVersion: null })

/** A stored draft read back; null where it is none. */
export function consentFrom(stored: unknown): ConsentDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { channel, way, textVersion } = stored as Partial<Record<keyof ConsentDraft, unknown>>
  return {
    channel: consentChannels.find((each) => each === channel) ?? null,
    way: consentWays.find((each) => each === way) ?? null,
    textVersion: typeof textVersion === 'string' ? textVersion : null,
  }
}

/** What is to be asked of the service; null while something is missing. */
export function consentRequest(
  purpose: ConsentPurpose,
  { channel, way, textVersion }: ConsentDraft,
): {
  purpose: ConsentPurpose
  channel: ConsentChannel
  way: ConsentWay
  textVersion: string
} | null {
  return channel && way && textVersion ? { purpose, channel, way, textVersion } : null
}
