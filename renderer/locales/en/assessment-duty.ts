import type { Sentences } from '../sentences.ts'
import type { assessmentDuty as zh } from '../zh/assessment-duty.ts'

/** Days off duty: recorded by a line manager, seen by whoever they are about. */
export const assessmentDuty: Sentences<typeof zh> = {
  duty: {
    days: '{count} working days on duty',
    button: 'Duty',
    chip: 'Duty',
    title: 'Days off duty of {name}',
    note: 'Working days that are recorded are no days on duty: logins expected, active days and the branch’s average follow the days on duty.',
    kind: 'Why',
    kinds: {
      joined: 'Before joining',
      left: 'After leaving',
      leave: 'Leave',
      maternity: 'Maternity leave',
      sick: 'Sick leave',
      seconded: 'Seconded',
      part_time: 'Part time',
      other: 'Other',
    },
    from: 'From',
    until: 'To (included)',
    untilJoined: 'the day before joining',
    share: 'Tenths of each day on duty',
    shareHint: '1–9; 5 is half a day',
    kindMissing: 'Choose a reason.',
    fromMissing: 'Choose the first day.',
    untilMissing: 'Choose the last day: not before the first, 400 days at most.',
    shareMissing: 'A whole number from 1 to 9.',
    save: 'Record',
    span: '{from} to {until}',
    open: 'from {from}',
    part: '{tenths} tenths of each day on duty',
    withdrawTitle: 'Withdraw days off duty of {name}',
  },
}
