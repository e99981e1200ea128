import type { RouteRecordRaw } from 'vue-router'

/** 培训考核: own use and how it counted. */
export const routes: RouteRecordRaw[] = [
  { name: 'training', path: '/training', component: () => import('./training-page.vue') },
]
