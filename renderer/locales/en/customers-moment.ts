import type { Sentences } from '../sentences.ts'
import type { customerMoment as zh } from '../zh/customers-moment.ts'

/** The same in English. */
export const customerMoment: Sentences<typeof zh> = {
  moment: {
    label: 'Customer types and moments of recognition',
    vip: 'VIP',
    plain: '{type}',
    perhaps: '{type} (perhaps)',
    openTypes: 'See what speaks for these types',
    more: '{count} more',
    name: {
      promiseBroken: 'Promise broken',
      promiseKept: 'Promise kept',
      loanRepaid: 'Loan repaid',
      firstSalary: 'First wages',
      tierReached: 'Tier reached',
      anniversary: 'Anniversary',
      tierKept: 'Tier kept',
      childOfAge: 'Child of age',
      relativeElder: 'Family birthday',
    },
    fact: {
      promiseBroken:
        'On {since} a contact was promised for {day}; {count} days later there was none',
      promiseKept: 'Promised on {since}, done on {day}',
      loanRepaid: 'Loan paid off on {day}, last payment {amount}',
      firstSalary: 'First wages on {day}, {amount}',
      tierReached: '{tier} since {day}',
      anniversary: 'With us since {since}: {count} years on {day}',
      tierKept: '{tier} since {since}: {count} years on {day}',
      childOfAge: '{word} turns {count} on {day}',
      relativeElder: '{word} turns {count} on {day}',
    },
    say: {
      promiseBroken:
        'Apologise before anything else: “We did not call when we said we would. I am sorry.”',
      promiseKept: '“What we agreed on is done. Thank you for your patience.”',
      loanRepaid: '“Your loan is paid in full. Thank you for always paying on time.”',
      firstSalary: '“Your wages have arrived with us. Thank you for your trust.”',
      tierReached: '“You are now a {tier} customer. Thank you for your trust.”',
      anniversary: '“You have been with us for {count} years. Thank you.”',
      tierKept: '“{tier} for {count} years: thank you for staying with us.”',
      childOfAge: '“Congratulations on your child coming of age.”',
      relativeElder: '“Please give your family our best wishes.”',
    },
  },
}
