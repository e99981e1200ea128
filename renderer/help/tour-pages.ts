import type { Tour } from '#domain/help/tours.ts'
import type { RecordTab } from '../features/customers/routes.ts'

/** Tabs of 客户 360 that have a tour of their own; `record` is the first one. */
const recordTabOf = {
  record: 'overview',
  flow: 'flow',
  consumption: 'consumption',
  graph: 'graph',
  evaluation: 'evaluation',
} as const satisfies Record<string, RecordTab>

/** Pages that are opened by the name of their route alone. */
type PlainPage =
  | 'workbench'
  | 'customers'
  | 'key-transactions'
  | 'customer-groups'
  | 'counter'
  | 'sync'
  | 'risk'
  | 'training'
  | `training-${'board' | 'levels' | 'cases' | 'reviews' | 'courses' | 'trainings' | 'feedback' | 'rules'}`

/** Page a step is on: a tab of a customer's record, a case, a page for the printer, else the name of a route. */
export type TourPage = keyof typeof recordTabOf | 'paper' | 'risk-case' | PlainPage

/** The tab of 客户 360 that a page is; null where it is none. */
export function recordTab(page: TourPage): RecordTab | null {
  return (recordTabOf as Partial<Record<TourPage, RecordTab>>)[page] ?? null
}

/** Which tour tells of a page, by the name of its route. */
const tourOfPage: Record<string, Tour> = {
  workbench: 'workbench',
  'workbench-paper': 'paper',
  customers: 'customers',
  'customer-groups': 'groups',
  customer: 'record',
  'key-transactions': 'key_transactions',
  counter: 'counter',
  sync: 'sync',
  risk: 'risk',
  'risk-case': 'risk_case',
  training: 'training',
  'training-board': 'board',
  'training-levels': 'levels',
  'training-cases': 'pc_cases',
  'training-case': 'pc_cases',
  'training-reviews': 'reviews',
  'training-review': 'reviews',
  'training-courses': 'courses',
  'training-course': 'courses',
  'training-quiz': 'courses',
  'training-handout': 'courses',
  'training-trainings': 'trainings',
  'training-feedback': 'feedback',
  'training-rules': 'rules',
}

/** Which tour tells of the page a person is on; null where a page has none. `tab` is that of 客户 360. */
export function tourOf(route: string, tab = ''): Tour | null {
  if (route === 'customer' && tab !== 'overview' && tab in recordTabOf) {
    return tab as Exclude<keyof typeof recordTabOf, 'record'>
  }
  return tourOfPage[route] ?? null
}
