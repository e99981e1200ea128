import type { RouteRecordRaw } from 'vue-router'

/** Pages of the workbench that go on paper, as they stand in the address. */
export const papers = ['morning', 'visits', 'log'] as const

/** A page that goes on paper: 晨会 走访清单 工作日志. */
export type Paper = (typeof papers)[number]

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
