import type { Sentences } from '../sentences.ts'
import type { customerConsumption as zh } from '../zh/customers-consumption.ts'

/** The same in English. */
export const customerConsumption: Sentences<typeof zh> = {
  consumption: {
    title: 'Consumption profile',
    total: 'Spent in 12 months {amount}',
    since: 'Spent since {day} {amount}',
    month: 'Month',
    amount: 'Spent (yuan)',
    mean: 'mean',
    partly: '(in part)',
    noTrend: 'Fewer than 4 whole months: not compared',
    above: '{month} {amount}, {percent}% above the mean {mean} of {count} whole months before',
    below: '{month} {amount}, {percent}% below the mean {mean} of {count} whole months before',
    steady: '{month} {amount}, about the mean {mean} of {count} whole months before',
    what: 'What for',
    whatNote: '{count} payments · mean of the whole months before the last whole one',
    categoryWord: 'Category',
    share: 'Share',
    sum: 'Amount',
    count: 'Payments',
    payments: '{count} payments',
    pale: 'Pale: months that were not seen in whole, and are not compared.',
    monthMean: 'Monthly mean',
    otherNote:
      'Other: neither name nor purpose tells, fewer than 3 payments of a kind, and sensitive spending that is never sorted.',
    category: {
      daily: 'Everyday shopping',
      dining: 'Dining',
      home: 'Household bills',
      telecom: 'Telecom and post',
      household: 'Home and electronics',
      clothing: 'Clothing',
      transport: 'Transport',
      education: 'Education',
      leisure: 'Leisure and travel',
      other: 'Other',
    },
    where: 'Where',
    place: { local: 'Here', elsewhere: 'Elsewhere', online: 'Online', unsaid: 'Not said' },
    whereNote:
      'A place is known only where the name of the shop begins with one; here means the city and county of the home address.',
    noHome: 'The address names no city or county: here and elsewhere cannot be told apart.',
    limits: 'What this is made of',
    limit: {
      here: 'Accounts at this bank only; cash and other banks cannot be seen, and the share of all spending is unknown.',
      told: '{percent}% of the amount has a category of its own.',
      out: 'Spending is {percent}% of the {amount} that left these accounts.',
      unseen:
        'Nobody can follow: cash {cash}, to own accounts elsewhere {elsewhere}, to people and family {people}.',
      refunds: '{count} refunds, {amount}, are not taken off.',
      reach: 'Transactions on this PC begin on {day}; nothing earlier is counted.',
    },
    consentFrom:
      'Profiling consented on {day} (text {version}); it may be withdrawn at any time, and nothing is shown from then on.',
    silent: {
      deceased: 'The customer has died: no profile',
      minor: 'The customer is a minor: no profile',
      noConsent: 'No consent to profiling: spending is not looked at',
      withdrawn: 'Consent to profiling was withdrawn on {day}',
      tooFew: 'Fewer than 5 payments in 12 months: no profile',
    },
    silentNote: {
      deceased: 'Where relatives come about the estate, follow its procedure.',
      minor: 'Data of minors needs the consent of a guardian; no profile is made here.',
      noConsent:
        'Explain the purpose when you meet; the customer signs at the counter or in the app of own free will, and is served just the same without it. You may ask:',
      withdrawn:
        'It took effect at once and no transaction is read any more. Do not ask again unless the customer brings it up.',
      tooFew: 'The customer may pay mostly in cash or through other banks.',
    },
    ask: '“To give you better advice, we would like to sort what you pay for from your accounts with us. It serves you alone, goes to nobody else, and you may withdraw at any time. Do you agree?”',
  },
}
