import type { Sentences } from '../sentences.ts'
import type { customerTalk as zh } from '../zh/customers-talk.ts'

/** Sentences of a record about the talk: states, days to come, products, the family. */
export const customerTalk: Sentences<typeof zh> = {
  talk: {
    marks: 'State of the customer',
    dial: 'Dial',
    upcoming: 'Due dates',
    nothingDue: 'Nothing falls due within a year',
    nothingDueNote: 'Products, documents, birthdays and promised contacts are listed here.',
    maturity: '{product} {amount} matures',
    followUpNote: 'Promised contact: {note}',
    kind: {
      maturity: 'Product matures',
      birthday: 'Birthday',
      idExpiry: 'ID expires',
      riskExpiry: 'Risk assessment expires',
      followUp: 'Promised contact',
    },
    expired: {
      idExpiry: 'ID has expired; update it',
      riskExpiry: 'Risk assessment has expired; do it again',
    },
    more: 'All {count}',
    fewer: 'Fewer',
    offers: 'Products to talk about',
    suitable: '{count} of {total} on sale are suitable',
    noOffers: 'No product is on sale',
    noOffersNote: 'Products are listed here once they are on the shelf.',
    rate: '{rate}%',
    term: '{days} days',
    least: 'from {amount}',
    fits: 'Customer C{customer}, product R{product}: suitable',
    why: {
      doNotContact: 'Marketing was refused; recommend nothing',
      minor: 'A minor; recommend nothing',
      noAssessment: 'No risk assessment; do one first',
      expired: 'Risk assessment has expired; do it again first',
      tooRisky: 'Product R{product} is above customer C{customer}; must not be recommended',
      elderHighRisk: 'R4 and R5 are not recommended from 80 years on',
    },
    noConsent: 'No consent to marketing: talk when met, no marketing call or message.',
    householdFact: 'Family AUM',
    householdAlone: 'no family on record',
    householdCounted: 'with {count} relatives',
    householdPartly: 'with {count}; {hidden} of others left out',
    household: 'Family AUM {amount}, with {count} relatives you manage.',
    householdHidden: '{count} more are managed by others and not counted.',
    askManager: 'Ask {names}.',
    askHead: 'Nobody manages this customer yet; ask the branch head.',
  },
}
