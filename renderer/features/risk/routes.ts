import type { RouteRecordRaw } from 'vue-router'

/** The risk desk: its list, and a case. Nothing of it comes from this PC's data. */
export const routes: RouteRecordRaw[] = [
  {
    name: 'risk',
    path: '/risk',
    meta: { risk: true },
    component: () => import('./risk-page.vue'),
  },
  {
    name: 'risk-case',
    path: '/risk/:caseId',
    meta: { risk: true },
    component: () => import('./case-page.vue'),
    props: (route) => ({ caseId: String(route.params['caseId'] ?? '') }),
  },
]
