import type { RouteRecordRaw } from 'vue-router'

/** The page of 关键交易监控, which belongs to the workbench; with a card it opens on it. */
export const routes: RouteRecordRaw[] = [
  {
    name: 'key-transactions',
    path: '/workbench/key-transactions/:cardId?',
    meta: { book: true, needsData: true },
    component: () => import('./key-transactions-page.vue'),
    props: (route) => ({ cardId: String(route.params['cardId'] ?? '') }),
  },
]
