import type { Tour } from '#domain/help/tours.ts'
import type { TextKey } from '../locales/use-text.ts'

/**
 * A step of a tour. It points at what carries `data-tour="<anchor>"`; where the page has no such part
 * (another role's workbench) the step is passed over.
 */
export interface TourStep {
  anchor: string
  title: TextKey
  text: TextKey
  /** Page the step is on; `record` is that of a customer. Absent: where the step before was. */
  page?:
    | 'workbench'
    | 'customers'
    | 'record'
    | 'key-transactions'
    | 'customer-groups'
    | 'counter'
    | 'sync'
    | 'training'
    | 'risk'
  /** The step is over when the person presses what it points at; every other one with 下一步. */
  press?: boolean
}

/** The tours: data alone. */
export const tourSteps: Record<Tour, readonly TourStep[]> = {
  workbench: [
    {
      page: 'workbench',
      anchor: 'desk-facts',
      title: 'help.workbench.facts',
      text: 'help.workbench.factsText',
    },
    { anchor: 'work-list', title: 'help.workbench.list', text: 'help.workbench.listText' },
    { anchor: 'team-members', title: 'help.workbench.team', text: 'help.workbench.teamText' },
    {
      anchor: 'team-uncovered',
      title: 'help.workbench.uncovered',
      text: 'help.workbench.uncoveredText',
    },
    { anchor: 'work-log', title: 'help.workbench.log', text: 'help.workbench.logText' },
    { anchor: 'work-round', title: 'help.workbench.round', text: 'help.workbench.roundText' },
    { anchor: 'work-side', title: 'help.workbench.side', text: 'help.workbench.sideText' },
  ],
  customers: [
    {
      page: 'customers',
      anchor: 'list-views',
      title: 'help.customers.views',
      text: 'help.customers.viewsText',
    },
    { anchor: 'list-filter', title: 'help.customers.filter', text: 'help.customers.filterText' },
    { anchor: 'list-grid', title: 'help.customers.grid', text: 'help.customers.gridText' },
  ],
  record: [
    {
      page: 'record',
      anchor: 'record-facts',
      title: 'help.record.facts',
      text: 'help.record.factsText',
    },
    { anchor: 'record-talk', title: 'help.record.talk', text: 'help.record.talkText' },
    { anchor: 'record-tabs', title: 'help.record.tabs', text: 'help.record.tabsText' },
    { anchor: 'record-log', title: 'help.record.log', text: 'help.record.logText', press: true },
    { anchor: 'contact-form', title: 'help.record.form', text: 'help.record.formText' },
  ],
  key_transactions: [
    {
      page: 'key-transactions',
      anchor: 'cards-facts',
      title: 'help.cards.facts',
      text: 'help.cards.factsText',
    },
    { anchor: 'cards-list', title: 'help.cards.list', text: 'help.cards.listText' },
    { anchor: 'cards-card', title: 'help.cards.card', text: 'help.cards.cardText' },
  ],
  groups: [
    {
      page: 'customer-groups',
      anchor: 'groups-list',
      title: 'help.groups.list',
      text: 'help.groups.listText',
    },
    {
      anchor: 'groups-new',
      title: 'help.groups.create',
      text: 'help.groups.createText',
      press: true,
    },
    { anchor: 'groups-rule', title: 'help.groups.rule', text: 'help.groups.ruleText' },
  ],
  counter: [
    {
      page: 'counter',
      anchor: 'counter-find',
      title: 'help.counter.find',
      text: 'help.counter.findText',
    },
    { anchor: 'counter-card', title: 'help.counter.card', text: 'help.counter.cardText' },
    { anchor: 'counter-side', title: 'help.counter.side', text: 'help.counter.sideText' },
  ],
  sync: [
    { page: 'sync', anchor: 'sync-queue', title: 'help.sync.queue', text: 'help.sync.queueText' },
    { anchor: 'sync-rejected', title: 'help.sync.rejected', text: 'help.sync.rejectedText' },
    { anchor: 'sync-data', title: 'help.sync.data', text: 'help.sync.dataText' },
    { anchor: 'status-pending', title: 'help.sync.status', text: 'help.sync.statusText' },
  ],
  training: [
    {
      page: 'training',
      anchor: 'use-facts',
      title: 'help.training.facts',
      text: 'help.training.factsText',
    },
    { anchor: 'use-sessions', title: 'help.training.sessions', text: 'help.training.sessionsText' },
    { anchor: 'use-month', title: 'help.training.month', text: 'help.training.monthText' },
  ],
  risk: [
    { page: 'risk', anchor: 'risk-facts', title: 'help.risk.facts', text: 'help.risk.factsText' },
    { anchor: 'risk-cases', title: 'help.risk.cases', text: 'help.risk.casesText' },
  ],
}

/** Which tour tells of the page a person is on; the way in for everything else is 培训考核. */
export function tourOf(route: string): Tour {
  switch (route) {
    case 'workbench':
    case 'workbench-paper':
      return 'workbench'
    case 'customers':
    case 'counter':
    case 'sync':
      return route
    case 'customer':
      return 'record'
    case 'customer-groups':
      return 'groups'
    case 'key-transactions':
      return 'key_transactions'
    case 'risk':
    case 'risk-case':
      return 'risk'
    default:
      return 'training'
  }
}
