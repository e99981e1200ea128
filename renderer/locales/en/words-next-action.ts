import type { Sentences } from '../sentences.ts'
import type { nextActionWords as zh } from '../zh/words-next-action.ts'

/** The same words in English. */
export const nextActionWords: Sentences<typeof zh> = {
  action: {
    anti_fraud: 'Fraud check',
    need: 'A stated need',
    leakage: 'Win back outflow',
    product_gap: 'Not held yet',
  },
  refusalVoice: { customer: 'Customer refused', manager: 'Not suitable' },
  refusalReason: {
    no_need: 'No need',
    elsewhere: 'Done at another bank',
    yield: 'Return too low',
    distrust: 'Does not trust it',
    timing: 'Wrong time',
    other: 'Other',
  },
  consentPurpose: {
    marketing_sms: 'Marketing messages',
    marketing_call: 'Marketing calls',
    data_use: 'Use of data',
    profiling: 'Profiling',
  },
  consentChannel: {
    counter: 'Branch',
    visit: 'Visit',
    phone: 'Phone',
    mobile: 'Mobile app',
    online: 'Online bank',
  },
  consentWay: {
    signed: 'Signed on paper',
    confirmed: 'Confirmed on screen',
    recorded: 'Recorded call',
    guardian: 'Signed by a guardian',
  },
  needKind: {
    saving: 'Return on savings',
    education: 'Education of children',
    retirement: 'Retirement',
    housing: 'A home',
    business: 'Working capital',
    insurance: 'Insurance cover',
    transfers: 'Easier transfers',
    service: 'Better service',
    other: 'Other',
  },
  needState: { open: 'Open', met: 'Met', unmet: 'Not met', withdrawn: 'Withdrawn' },
  needMeans: { product: 'A product', service: 'A service', contact: 'A talk' },
  unmetReason: {
    no_product: 'No product fits',
    not_eligible: 'Not eligible',
    terms: 'Return or price',
    elsewhere: 'Done at another bank',
    other: 'Other',
  },
  actionGate: {
    deceased: 'Deceased',
    frozen: 'Accounts frozen',
    doNotContact: 'Do not contact',
    minor: 'Under age',
    elderOutflow: 'Unusual outflow of an elder',
    openComplaint: 'A service request is open',
    noConsent: 'No marketing consent',
    contactCap: 'Contacted enough',
    suitability: 'Suitability',
    refused: 'Refused',
  },
}
