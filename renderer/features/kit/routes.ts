import type { RouteRecordRaw } from 'vue-router'

/** Every part of the kit in every state; in demonstrations and development only. */
export const routes: RouteRecordRaw[] = [
  { path: '/kit', name: 'kit', meta: { demo: true }, component: () => import('./kit-page.vue') },
]
