import {
  GraduationCap,
  House,
  LayoutDashboard,
  RefreshCw,
  ShieldAlert,
  Users,
  Zap,
} from '@lucide/vue'
import type { FunctionalComponent } from 'vue'
import type { SessionView } from '#contract/ipc/session.ts'
import { mayReceive } from '#domain/counter/visit.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import type { TextKey } from '../locales/use-text.ts'

/** An entry of the navigation. It is absent, not disabled, for whom it is not. */
export interface NavEntry {
  /** Name of the route, and of the area's count. */
  route: string
  label: TextKey
  icon: FunctionalComponent<{ size?: number }>
  may: (session: SessionView) => boolean
  /** Whether it is there in practice: it works with customers, or with what is done with them. */
  practised: boolean
  /** Other spellings it is found by in the search box. */
  keywords: TextKey
}

function hasBook(session: SessionView): boolean {
  const access = customerAccess(session.roles)
  return access === 'own_book' || access === 'branch'
}

/** Who has a work list: an own one, or that of the team. */
function hasWorkList(session: SessionView): boolean {
  return session.roles.some((role) => role === 'customer_manager' || role === 'branch_head')
}

/** Who works risk cases. */
const onRiskDesk = ({ roles }: SessionView): boolean => roles.includes('risk_officer')

/** The navigation by groups, in the order of the screen. */
export const navigation: readonly { title: TextKey; entries: readonly NavEntry[] }[] = [
  {
    title: 'frame.nav.customersGroup',
    entries: [
      {
        route: 'workbench',
        label: 'frame.nav.workbench',
        icon: LayoutDashboard,
        may: hasWorkList,
        practised: true,
        keywords: 'frame.find.workbench',
      },
      {
        route: 'customers',
        label: 'frame.nav.customers',
        icon: Users,
        may: hasBook,
        practised: true,
        keywords: 'frame.find.customers',
      },
    ],
  },
  {
    title: 'frame.nav.serviceGroup',
    entries: [
      {
        route: 'counter',
        label: 'frame.nav.counter',
        icon: Zap,
        may: ({ roles }) => mayReceive(roles),
        practised: true,
        keywords: 'frame.find.counter',
      },
    ],
  },
  {
    title: 'frame.nav.riskGroup',
    entries: [
      {
        route: 'risk',
        label: 'frame.nav.risk',
        icon: ShieldAlert,
        may: onRiskDesk,
        practised: false,
        keywords: 'frame.find.risk',
      },
    ],
  },
  {
    title: 'frame.nav.adminGroup',
    entries: [
      {
        route: 'home',
        label: 'frame.nav.home',
        icon: House,
        may: (session) => !hasBook(session) && !mayReceive(session.roles) && !onRiskDesk(session),
        practised: false,
        keywords: 'frame.find.home',
      },
      {
        route: 'training',
        label: 'frame.nav.training',
        icon: GraduationCap,
        may: () => true,
        practised: false,
        keywords: 'frame.find.training',
      },
      {
        route: 'sync',
        label: 'frame.nav.sync',
        icon: RefreshCw,
        may: () => true,
        practised: true,
        keywords: 'frame.find.sync',
      },
    ],
  },
]
