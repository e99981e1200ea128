import type { RouteRecordRaw } from 'vue-router'

/** The sync centre; the hash names the part a cell of the status bar leads to. */
export const routes: RouteRecordRaw[] = [
  { path: '/sync', name: 'sync', component: () => import('./sync-page.vue') },
]
