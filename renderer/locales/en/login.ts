import type { Sentences } from '../sentences.ts'
import type { login as zh } from '../zh/login.ts'

/** Sentences of the login page and of a terminal's first start. */
export const login: Sentences<typeof zh> = {
  slogan: 'Know every customer, with or without a network.',
  sloganNote:
    'Every number opens to show how it came about. Records are kept on this PC first and sent in order; none is lost.',
  device: 'PC {name}',
  enrolled: 'enrolled',
  notEnrolled: 'not enrolled',
  title: 'Log in',
  ways: 'Ways to log in',
  online: 'Online',
  offline: 'Offline',
  switchedOffline:
    'Head office cannot be reached (since {time}). You can log in offline; once the network is back the session goes online by itself.',
  unreachableFirst:
    'Head office cannot be reached (since {time}). A first login on this PC must be online; wait for the network.',
  connecting: 'Connecting to head office …',
  staffNo: 'Staff number',
  staffNoHint: 'e.g. 420107',
  known: 'Logged in here before',
  accounts: 'Accounts on this PC',
  accountLine: '{staffNo} · {post}',
  left: '{span} left',
  expired: 'expired, go online',
  onlineOnly: 'online only',
  locked: 'locked for {span}',
  noAccounts: 'Nobody has logged in on this PC yet. A first login must be online.',
  password: 'Password',
  submitOnline: 'Log in',
  submitOffline: 'Log in offline',
  retry: 'Try to connect',
  rules:
    'Several failures in a row lock the account for a while; after more of them only an online login helps. Administrators log in online only.',
  notice:
    'By using it you know: logins and business actions are recorded for security audit and training; keystrokes and screens are not.',
  fill: {
    staffNo: 'Enter your staff number.',
    password: 'Enter your password.',
    account: 'Choose an account.',
  },
  lease: {
    title: 'Offline permission',
    left: '{span} left',
    over: 'expired',
    issued: 'online {time}',
    until: 'until {time}',
    bar: '{percent}% of the offline permission left',
    canTitle: 'Offline you can',
    can: {
      customers: 'see your customers and Customer 360, search (data as of {day})',
      customersNoData: 'see your customers and Customer 360, search (once data is here)',
      record: 'log contacts, close tasks, complete profiles: kept here, sent later in order',
      sync: 'open the sync centre: waiting, rejected, data of this PC',
    },
    cannotTitle: 'Online only',
    cannot: {
      first: 'a first login on this PC, renewing the permission',
      fresh: 'fresh customer data, answers of head office',
    },
    after:
      'After that the data stays encrypted and locked until one online login; the {count} record waiting is safe. | After that the data stays encrypted and locked until one online login; the {count} records waiting are safe.',
    firstTitle: 'First login on this PC',
    first: 'It must be online. The data of the branch comes down; after that you can work offline.',
  },
  terminal: {
    enrollingTitle: 'Enrolling this PC with head office',
    enrolling: 'You can log in when it is done, usually within seconds.',
    problemTitle: 'This PC cannot be used yet',
    again: 'Try again',
  },
}
