import type { Sentences } from '../sentences.ts'
import type { customerConsents as zh } from '../zh/customers-consents.ts'

/** Sentences of the panel of consents. */
export const customerConsents: Sentences<typeof zh> = {
  consents: {
    title: 'Consents',
    note: '{count} of {total} in force · may be withdrawn at any time',
    given: 'In force',
    withdrawn: 'Withdrawn',
    none: 'Not given',
    record: 'Record',
    withdraw: 'Withdraw',
    recordOf: 'Record consent: {purpose}',
    withdrawOf: 'Withdraw consent: {purpose}',
    recordTitle: 'Record consent to {purpose}',
    withdrawTitle: 'Record that consent to {purpose} is withdrawn',
    recordNote:
      'Record it once the customer has read the text and agreed freely; without it the customer is served all the same.',
    withdrawNote:
      'It holds as soon as it is saved, also offline; do not ask again unless the customer brings it up.',
    recordSave: 'Record',
    withdrawSave: 'Record withdrawal',
    channel: 'Channel',
    way: 'How',
    text: 'Version of the text',
    version: 'text {version}',
    missing: {
      channel: 'Choose the channel.',
      way: 'Choose how the customer agreed.',
      textVersion: 'Choose the version the customer has read.',
    },
    givenOn: 'Given {day}',
    withdrawnOn: 'withdrawn {day}',
    queued: 'To be uploaded',
    opens: {
      marketing_sms: 'Marketing messages and offers',
      marketing_call: 'Marketing calls; without it service alone',
      data_use: 'Use of data within the bank to serve the customer',
      profiling: 'Consumption profile and inferred customer types',
    },
    deceased: 'The customer has died; no consent is recorded any more.',
    guardian: 'The customer is below 14: a guardian has to agree.',
    history: 'All {count} entries',
    historyTitle: 'Record of consents',
    offline: 'Offline: stored on this PC, in force at once, uploaded when the line is back.',
  },
}
