import type { RouteRecordRaw } from 'vue-router'

/** The page that says what a person can do here now. */
export const routes: RouteRecordRaw[] = [
  { path: '/home', name: 'home', component: () => import('./home-page.vue') },
  {
    path: '/:missing(.*)*',
    name: 'missing',
    component: () => import('./missing-page.vue'),
  },
]
