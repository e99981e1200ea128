import type { Tour } from '#domain/help/tours.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { TextKey } from '../locales/use-text.ts'
import type { TourPage } from './tour-pages.ts'

/** Whose page has the part: the workbench and the board differ by role. */
type Whose = 'own_desk' | 'team_desk' | 'branch_head' | 'line_manager' | 'below_the_line'

/**
 * A step of a tour. It points at what carries `data-tour="<anchor>"`; where a page happens not to have
 * it, the step is passed over.
 */
export interface TourStep {
  anchor: string
  title: TextKey
  text: TextKey
  /** Page the step is on. Absent: where the step before was. */
  page?: TourPage
  /** Who has the part; everybody who has the tour where nobody is named. */
  only?: Whose
  /** The step is over when the person presses what it points at; 下一步 presses it instead. */
  press?: boolean
}

/** A step with its words: `help.<words>` is its title, `help.<words>Text` what it says. */
function step(
  anchor: string,
  words: string,
  rest: Pick<TourStep, 'page' | 'only' | 'press'> = {},
): TourStep {
  return {
    anchor,
    title: `help.${words}` as TextKey,
    text: `help.${words}Text` as TextKey,
    ...rest,
  }
}

/** The tours: data alone. */
const tourSteps: Record<Tour, readonly TourStep[]> = {
  workbench: [
    step('desk-facts', 'workbench.facts', { page: 'workbench' }),
    step('work-list', 'workbench.list', { only: 'own_desk' }),
    step('work-log', 'workbench.log', { only: 'own_desk' }),
    step('work-round', 'workbench.round', { only: 'own_desk' }),
    step('work-side', 'workbench.side', { only: 'own_desk' }),
    step('team-members', 'workbench.team', { only: 'team_desk' }),
    step('team-uncovered', 'workbench.uncovered', { only: 'team_desk' }),
    step('team-morning', 'workbench.morning', { only: 'team_desk' }),
  ],
  paper: [step('paper-sheet', 'paper.sheet', { page: 'paper' }), step('paper-acts', 'paper.acts')],
  customers: [
    step('list-views', 'customers.views', { page: 'customers' }),
    step('list-filter', 'customers.filter'),
    step('list-grid', 'customers.grid'),
    step('list-export', 'customers.export'),
  ],
  record: [
    step('record-facts', 'record.facts', { page: 'record' }),
    step('record-talk', 'record.talk'),
    step('record-tabs', 'record.tabs'),
    step('record-log', 'record.log', { press: true }),
    step('contact-form', 'record.form'),
  ],
  flow: [
    step('flow-chart', 'flow.chart', { page: 'flow' }),
    step('flow-leakage', 'flow.leakage'),
    step('flow-months', 'flow.months'),
    step('flow-parties', 'flow.parties'),
  ],
  consumption: [
    step('consumption-months', 'consumption.months', { page: 'consumption' }),
    step('consumption-what', 'consumption.what'),
    step('consumption-limits', 'consumption.limits'),
  ],
  graph: [
    step('graph-drawing', 'graph.drawing', { page: 'graph' }),
    step('graph-people', 'graph.people'),
  ],
  evaluation: [
    step('evaluation-value', 'evaluation.value', { page: 'evaluation' }),
    step('evaluation-churn', 'evaluation.churn'),
    step('evaluation-types', 'evaluation.types'),
  ],
  key_transactions: [
    step('cards-facts', 'cards.facts', { page: 'key-transactions' }),
    step('cards-list', 'cards.list'),
    step('cards-card', 'cards.card'),
  ],
  groups: [
    step('groups-list', 'groups.list', { page: 'customer-groups' }),
    step('groups-new', 'groups.create', { press: true }),
    step('groups-rule', 'groups.rule'),
  ],
  counter: [
    step('counter-find', 'counter.find', { page: 'counter' }),
    step('counter-card', 'counter.card'),
    step('counter-side', 'counter.side'),
  ],
  sync: [
    step('sync-queue', 'sync.queue', { page: 'sync' }),
    step('sync-rejected', 'sync.rejected'),
    step('sync-data', 'sync.data'),
    step('status-pending', 'sync.status'),
  ],
  risk: [step('risk-facts', 'risk.facts', { page: 'risk' }), step('risk-cases', 'risk.cases')],
  risk_case: [
    step('case-path', 'case.path', { page: 'risk-case' }),
    step('case-evidence', 'case.evidence'),
    step('case-acts', 'case.acts'),
  ],
  training: [
    step('use-facts', 'training.facts', { page: 'training' }),
    step('use-sessions', 'training.sessions'),
    step('use-month', 'training.month'),
  ],
  board: [
    step('board-facts', 'board.facts', { page: 'training-board' }),
    step('board-people', 'board.people'),
    step('board-side', 'board.side'),
    step('board-remind', 'board.remind', { only: 'branch_head' }),
    step('board-export', 'board.export'),
  ],
  levels: [
    step('levels-path', 'levels.path', { page: 'training-levels' }),
    step('levels-units', 'levels.units'),
  ],
  pc_cases: [
    step('pc-cases-groups', 'pcCases.groups', { page: 'training-cases' }),
    step('pc-cases-list', 'pcCases.list'),
  ],
  reviews: [
    step('reviews-waiting', 'reviews.waiting', { page: 'training-reviews' }),
    step('reviews-decided', 'reviews.decided'),
  ],
  courses: [
    step('courses-groups', 'courses.groups', { page: 'training-courses' }),
    step('courses-list', 'courses.list'),
  ],
  trainings: [
    step('trainings-list', 'trainings.list', { page: 'training-trainings' }),
    step('trainings-plan', 'trainings.plan', { only: 'branch_head' }),
  ],
  feedback: [
    step('feedback-form', 'feedback.form', { page: 'training-feedback' }),
    step('feedback-list', 'feedback.list', { only: 'below_the_line' }),
    step('feedback-desk', 'feedback.desk', { only: 'line_manager' }),
  ],
  rules: [
    step('rules-points', 'rules.points', { page: 'training-rules' }),
    step('rules-gates', 'rules.gates'),
  ],
}

/** As the workbench decides: the team for a branch head without a book of his or her own. */
export function hasTeamDesk(roles: readonly Role[]): boolean {
  return roles.includes('branch_head') && !roles.includes('customer_manager')
}

function has(whose: Whose, roles: readonly Role[]): boolean {
  const team = hasTeamDesk(roles)
  if (whose === 'own_desk') return !team
  if (whose === 'team_desk') return team
  if (whose === 'below_the_line') return !roles.includes('line_manager')
  return roles.includes(whose)
}

/** The steps of a tour for a person. */
export function stepsOf(tour: Tour, roles: readonly Role[]): readonly TourStep[] {
  return tourSteps[tour].filter(({ only }) => only === undefined || has(only, roles))
}
