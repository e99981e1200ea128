import type { BranchBridge, EventName } from '#contract/ipc.ts'

type Areas = Omit<BranchBridge, 'on'>
type Verbs = {
  [A in keyof Areas]: { [V in keyof Areas[A]]: A extends string ? `${A}.${V & string}` : never }
}

/**
 * The names on `window.branch` and the one channel behind each, written out: the preload carries no
 * schema, and a verb without a channel, or a channel without a verb, does not compile.
 */
export const verbs = {
  session: {
    accounts: 'session.accounts',
    login: 'session.login',
    current: 'session.current',
    lock: 'session.lock',
    unlock: 'session.unlock',
    logout: 'session.logout',
  },
  app: {
    status: 'app.status',
    language: 'app.language',
    setLanguage: 'app.setLanguage',
    preferences: 'app.preferences',
    setPreferences: 'app.setPreferences',
  },
  drafts: {
    load: 'drafts.load',
    save: 'drafts.save',
    discard: 'drafts.discard',
  },
  customers: {
    views: 'customers.views',
    list: 'customers.list',
    saveView: 'customers.saveView',
    deleteView: 'customers.deleteView',
    setColumns: 'customers.setColumns',
    setFavourite: 'customers.setFavourite',
    managers: 'customers.managers',
    search: 'customers.search',
    recent: 'customers.recent',
    visit: 'customers.visit',
    export: 'customers.export',
    open: 'customers.open',
    peek: 'customers.peek',
    average: 'customers.average',
    transactions: 'customers.transactions',
    fundFlow: 'customers.fundFlow',
    flowMovements: 'customers.flowMovements',
    graph: 'customers.graph',
    evaluation: 'customers.evaluation',
    crossHolding: 'customers.crossHolding',
    contacts: 'customers.contacts',
    reveal: 'customers.reveal',
    logContact: 'customers.logContact',
    proposeCorrection: 'customers.proposeCorrection',
  },
  counter: {
    find: 'counter.find',
    pick: 'counter.pick',
    current: 'counter.current',
    refer: 'counter.refer',
    confirmPhone: 'counter.confirmPhone',
    correct: 'counter.correct',
    inconvenient: 'counter.inconvenient',
    end: 'counter.end',
    wait: 'counter.wait',
    leave: 'counter.leave',
    day: 'counter.day',
  },
  referral: {
    ofCustomer: 'referral.ofCustomer',
    advance: 'referral.advance',
  },
  workbench: {
    open: 'workbench.open',
    rows: 'workbench.rows',
    round: 'workbench.round',
    panels: 'workbench.panels',
    team: 'workbench.team',
    member: 'workbench.member',
    visits: 'workbench.visits',
    log: 'workbench.log',
    print: 'workbench.print',
    takePrint: 'workbench.takePrint',
    completeTask: 'workbench.completeTask',
    complete: 'workbench.complete',
    dismiss: 'workbench.dismiss',
    postpone: 'workbench.postpone',
    reopen: 'workbench.reopen',
    reassign: 'workbench.reassign',
  },
  keyTransactions: {
    open: 'keyTransactions.open',
    rows: 'keyTransactions.rows',
    card: 'keyTransactions.card',
    advance: 'keyTransactions.advance',
    contact: 'keyTransactions.contact',
    waiting: 'keyTransactions.waiting',
  },
  sync: {
    submissions: 'sync.submissions',
    freshness: 'sync.freshness',
    retry: 'sync.retry',
    withdraw: 'sync.withdraw',
    dismiss: 'sync.dismiss',
    repair: 'sync.repair',
    supervision: 'sync.supervision',
    settle: 'sync.settle',
    settlements: 'sync.settlements',
    diagnostics: 'sync.diagnostics',
  },
  service: {
    state: 'service.state',
    restart: 'service.restart',
  },
  window: {
    minimize: 'window.minimize',
    toggleMaximize: 'window.toggleMaximize',
    close: 'window.close',
    saved: 'window.saved',
    endedFor: 'window.endedFor',
    returnTo: 'window.returnTo',
    savePdf: 'window.savePdf',
    print: 'window.print',
    openDocked: 'window.openDocked',
    dockLeft: 'window.dockLeft',
    dockRight: 'window.dockRight',
    takeLink: 'window.takeLink',
    waitingLink: 'window.waitingLink',
  },
} as const satisfies Verbs

/** The events a page may listen to; no other channel can be named. */
export const eventNames = {
  'status.changed': true,
  'session.changed': true,
  'session.locking': true,
  'service.state': true,
  'counter.changed': true,
  'link.arrived': true,
  'data.changed': true,
} as const satisfies Record<EventName, true>
