import type { RouteRecordRaw } from 'vue-router'

/** Tabs of 客户 360, as they stand in the address. */
export const recordTabs = [
  'overview',
  'assets',
  'flow',
  'consumption',
  'graph',
  'evaluation',
  'transactions',
  'contacts',
  'profile',
] as const

/** A tab of 客户 360. */
export type RecordTab = (typeof recordTabs)[number]

/** Pages of the customers area. */
export const routes: RouteRecordRaw[] = [
  {
    name: 'customers',
    path: '/customers',
    meta: { book: true, needsData: true },
    component: () => import('./list/customers-page.vue'),
  },
  {
    name: 'customer-groups',
    path: '/customers/groups',
    meta: { book: true, needsData: true },
    component: () => import('./groups/groups-page.vue'),
  },
  {
    name: 'customer',
    path: `/customers/:id/:tab(${recordTabs.join('|')})?`,
    meta: { book: true, needsData: true },
    component: () => import('./record/record-page.vue'),
    props: (route) => ({
      id: String(route.params['id']),
      tab: recordTabs.find((tab) => tab === route.params['tab']) ?? 'overview',
    }),
  },
]
