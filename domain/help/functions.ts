import { counterRoles } from '../counter/visit.ts'
import type { Role } from '../organisation/roles.ts'
import type { UsageModule } from '../usage/modules.ts'
import type { Tour } from './tours.ts'

/** A function that somebody may never have used: by which acts its use is known, and who has it. */
export interface HelpFunction {
  module: UsageModule
  /** Verbs of the channels, as usage records name them; one of them is use. */
  verbs: readonly string[]
  roles: readonly Role[]
  /** The tour that shows it. */
  tour: Tour
}

const desk: readonly Role[] = ['customer_manager', 'branch_head']
const book: readonly Role[] = ['customer_manager', 'branch_head', 'operations_supervisor']
const working: readonly Role[] = [
  ...book,
  'lobby_manager',
  'teller',
  'line_manager',
  'risk_officer',
]

/** Functions worth a tip, in the order in which they are worth it. */
export const helpFunctions = {
  contact: { module: 'customers', verbs: ['logContact'], roles: desk, tour: 'record' },
  close_task: {
    module: 'workbench',
    verbs: ['complete', 'completeTask', 'dismiss', 'postpone'],
    roles: desk,
    tour: 'workbench',
  },
  key_cards: {
    module: 'key_transactions',
    verbs: ['advance', 'contact'],
    roles: desk,
    tour: 'key_transactions',
  },
  receive: {
    module: 'counter',
    verbs: ['find', 'pick'],
    roles: ['teller', 'lobby_manager'],
    tour: 'counter',
  },
  refer: { module: 'counter', verbs: ['refer'], roles: counterRoles, tour: 'counter' },
  round: { module: 'workbench', verbs: ['round'], roles: desk, tour: 'workbench' },
  fund_flow: { module: 'customers', verbs: ['fundFlow'], roles: book, tour: 'flow' },
  groups: { module: 'groups', verbs: ['create'], roles: book, tour: 'groups' },
  graph: { module: 'customers', verbs: ['graph'], roles: book, tour: 'graph' },
  evaluation: { module: 'customers', verbs: ['evaluation'], roles: book, tour: 'evaluation' },
  consumption: { module: 'customers', verbs: ['consumption'], roles: book, tour: 'consumption' },
  paper: { module: 'workbench', verbs: ['print'], roles: desk, tour: 'paper' },
  queue: { module: 'sync', verbs: ['submissions'], roles: book, tour: 'sync' },
  cases: { module: 'risk', verbs: ['open'], roles: ['risk_officer'], tour: 'risk' },
  case_step: { module: 'risk', verbs: ['act'], roles: ['risk_officer'], tour: 'risk_case' },
  remind: { module: 'training', verbs: ['remind'], roles: ['branch_head'], tour: 'board' },
  course: { module: 'training', verbs: ['read'], roles: working, tour: 'courses' },
  feedback: {
    module: 'training',
    verbs: ['submitFeedback'],
    roles: working,
    tour: 'feedback',
  },
} as const satisfies Record<string, HelpFunction>

/** Name of a function. */
export type HelpFunctionName = keyof typeof helpFunctions
/** Names of {@link helpFunctions}, in their order. */
export const helpFunctionNames = Object.keys(helpFunctions) as [
  HelpFunctionName,
  ...HelpFunctionName[],
]

/**
 * Functions of a person's roles that he or she never used. `used` holds `module.verb` of every business
 * action that is known.
 */
export function unusedFunctions(
  roles: readonly Role[],
  used: ReadonlySet<string>,
): HelpFunctionName[] {
  return helpFunctionNames.filter((name) => {
    const { module, verbs, roles: of }: HelpFunction = helpFunctions[name]
    return (
      of.some((role) => roles.includes(role)) &&
      !verbs.some((verb) => used.has(`${module}.${verb}`))
    )
  })
}
