import type { Pinia } from 'pinia'
import { defineComponent } from 'vue'
import { createRouter, createWebHashHistory, type RouteRecordRaw, type Router } from 'vue-router'
import { mayReceive } from '#domain/counter/visit.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { useSession } from './stores/session.ts'
import { useStatus } from './stores/status.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** For people who work with a book of customers. */
    book?: boolean
    /** For people who receive customers. */
    counter?: boolean
    /** For who decides in the assessment: branch heads and line managers. */
    judges?: boolean
    /** For line managers alone. */
    lines?: boolean
    /** For the risk desk. */
    risk?: boolean
    /** Needs the branch's data on this PC; until then the progress of its download stands here. */
    needsData?: boolean
    /** For demonstrations and development. */
    demo?: boolean
  }
}

/** Every feature's `routes.ts`; a feature that is there is reachable, one that is not has no entry. */
const found = import.meta.glob<{ routes: RouteRecordRaw[] }>('./features/*/routes.ts', {
  eager: true,
})

/** What stands at `/` before anybody is logged in: nothing. */
const Nowhere = defineComponent(() => () => null)

/**
 * Name of the page a person starts on: the workbench of managers and branch heads, the customers of
 * who sees a branch without a work list, the cases of the risk desk, the counter of who receives customers, else the page that
 * says what to do.
 */
export function homeName(router: Router, hasBook: boolean, roles: readonly Role[]): string {
  const works = roles.includes('customer_manager') || roles.includes('branch_head')
  if (works && router.hasRoute('workbench')) return 'workbench'
  if (hasBook && router.hasRoute('customers')) return 'customers'
  if (roles.includes('risk_officer') && router.hasRoute('risk')) return 'risk'
  return mayReceive(roles) && router.hasRoute('counter') ? 'counter' : 'home'
}

/** The pages, with what each role may open. The service checks every call again. */
export function createPages(pinia: Pinia): Router {
  const session = useSession(pinia)
  const status = useStatus(pinia)
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      ...Object.values(found).flatMap((feature) => feature.routes),
      { path: '/', name: 'start', component: Nowhere },
    ],
  })
  router.beforeEach((to) => {
    if (!session.current) return true
    if (to.name === 'start')
      return { name: homeName(router, session.hasBook, session.current.roles) }
    if (to.meta.counter && !session.atCounter) return { path: '/' }
    const judges = ['branch_head', 'line_manager'] as const
    if (to.meta.judges && !judges.some((role) => session.current?.roles.includes(role)))
      return { path: '/' }
    if (to.meta.lines && !session.current.roles.includes('line_manager')) return { path: '/' }
    if (to.meta.risk && !session.current.roles.includes('risk_officer')) return { path: '/' }
    if (to.meta.book && !session.hasBook) return { path: '/' }
    if (to.meta.demo && !status.current?.demo && !import.meta.env.DEV) return { path: '/' }
    return true
  })
  return router
}
