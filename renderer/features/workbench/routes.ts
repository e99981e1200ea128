import type { RouteRecordRaw } from 'vue-router'
import { papers } from '#domain/workbench/papers.ts'

/** Pages of the workbench. */
export const routes: RouteRecordRaw[] = [
  {
    name: 'workbench',
    path: '/workbench',
    meta: { book: true, needsData: true },
    component: () => import('./workbench-page.vue'),
  },
  {
    name: 'workbench-paper',
    path: `/workbench/paper/:paper(${papers.join('|')})`,
    meta: { book: true, needsData: true },
    component: () => import('./paper/paper-page.vue'),
    props: (route) => ({
      paper: papers.find((paper) => paper === route.params['paper']) ?? 'log',
    }),
  },
]
