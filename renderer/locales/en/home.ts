import type { Sentences } from '../sentences.ts'
import type { home as zh } from '../zh/home.ts'

/** Sentences of the start page of people without a book of customers. */
export const home: Sentences<typeof zh> = {
  hello: 'Hello, {name}',
  role: 'Role: {roles}',
  facts: 'Use this month and state of this PC',
  effective: 'Effective use this month',
  ofTarget: 'of {target}',
  logins: 'Logins this month',
  times: 'times',
  pending: 'Waiting to be sent',
  rejected: 'Rejected',
  lastSync: 'Last sync',
  can: 'You can now',
  things: {
    usage: 'see your effective use and your logins below, two numbers counted apart, with the rule',
    sync: 'see the connection, what waits, what was rejected and how fresh data is in Sync',
    diagnostics: 'export diagnostics for IT; they hold nothing about customers',
    lock: 'lock the screen when you leave (Ctrl L), or log out for a colleague',
  },
  openSync: 'Open Sync',
  searchHint: 'finds functions',
  notHere: 'Customers',
  notHereNote:
    'Your role does not see lists or details of customers, so "My customers" is not here. If your work needs it, ask the branch head; a changed role shows at your next login.',
}
