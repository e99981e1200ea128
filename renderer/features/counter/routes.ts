import type { RouteRecordRaw } from 'vue-router'

/** The counter, and the narrow window beside the core system. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/counter',
    name: 'counter',
    component: () => import('./counter-page.vue'),
    meta: { counter: true, needsData: true },
  },
  { path: '/docked', name: 'docked', component: () => import('./docked-page.vue') },
]
