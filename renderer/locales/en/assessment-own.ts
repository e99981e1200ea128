import type { Sentences } from '../sentences.ts'
import type { assessmentOwn as zh } from '../zh/assessment-own.ts'

/** Sentences of the own month. */
export const assessmentOwn: Sentences<typeof zh> = {
  reminder:
    '{name} reminded you on {day}: effective use is short this month; the nearest steps stand on the right. If you are on leave or seconded, tell your branch head.',
  reminderLine: {
    label: 'Reminder',
    text: '{name} reminded you on {day}: effective use of this month is {effective} of {target}.',
    open: 'See the nearest steps',
    dismiss: 'Not again this week',
  },
  before: {
    signs: 'Signs about you in month {month} that nobody has judged: {count}.',
    appeal: 'The score of month {month} is provisional: if it is wrong, appeal by {day}.',
    open: 'See month {month}',
  },
  appeal: {
    button: 'Appeal',
    title: 'Appeal against the score of month {month}',
    part: 'Which part is wrong',
    partMissing: 'Choose a part.',
    reason: 'Reason',
    reasonHint: 'Days and facts; a line manager answers. {most} characters at most',
    reasonMissing: 'Write the reason.',
    submit: 'Submit',
    cancel: 'Cancel',
    given: 'The appeal was submitted',
    offline:
      'Offline: it counts from when you give it (until {day}); it must be uploaded before the month is locked.',
    list: 'Appeals, exemptions, duty',
    waiting: 'Waiting',
    upheld: 'Upheld',
    rejected: 'Rejected',
    sending: 'to be uploaded',
    onlyProvisional: 'Appeals are taken when the month is over and its score provisional',
    locked: 'The month is locked: no appeals any more',
    tooLate: 'The time for appeals is over ({day})',
    answer: 'Answer: {text}',
    answerOn: 'Answer of {day}: {text}',
    exemption: 'Exemption',
    exemptAll: 'whole month',
  },
  ownSign: {
    title: 'Signs seen',
    note: 'no verdict, takes no point',
    state: { open: 'Nobody has judged it', explained: 'Explained', confirmed: 'Confirmed' },
    found: 'Seen by the reckoning on {day}',
    byHead:
      'Your branch head or a line manager above looks at it, without a fixed day; what comes of it and why will stand here.',
    byLine:
      'It is about you: a line manager above looks at it, without a fixed day; what comes of it and why will stand here.',
    say: 'You may tell them beforehand what happened. If the score is wrong, appeal within the days for it.',
    answer: 'Looked at on {day}: {text}',
  },
}
