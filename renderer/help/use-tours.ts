import { computed } from 'vue'
import { type RouteLocationRaw, useRouter } from 'vue-router'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { takenInPlace, type Tour } from '#domain/help/tours.ts'
import { call } from '../bridge/call.ts'
import { asRefresh } from '../bridge/cause.ts'
import { useText } from '../locales/use-text.ts'
import { useNotices } from '../stores/notices.ts'
import { usePractice } from '../stores/practice.ts'
import { useSession } from '../stores/session.ts'
import { useTour } from '../stores/tour.ts'
import { recordTab, type TourPage } from './tour-pages.ts'
import { hasTeamDesk, stepsOf, type TourStep } from './tour-steps.ts'

/** Starts tours, and brings the page a step is on. */
export function useTours() {
  const router = useRouter()
  const practice = usePractice()
  const session = useSession()
  const notices = useNotices()
  const tour = useTour()
  const { t } = useText()
  const roles = computed(() => session.current?.roles ?? [])

  /** The steps of a tour for the person at work. */
  const steps = (of: Tour): readonly TourStep[] => stepsOf(of, roles.value)

  /** Whether a tour is taken on the pages the person has before him or her, not in practice. */
  const inPlace = (of: Tour): boolean => takenInPlace(of, roles.value)

  /** Whether a tour can begin now: in place at any time, else as soon as somebody can practise. */
  const mayTake = (of: Tour): boolean => inPlace(of) || practice.ready

  /** The page of a step: its own, else that of the last one before it that has one. */
  function pageOf(of: Tour, at: number): TourPage | undefined {
    return steps(of)
      .slice(0, at + 1)
      .findLast(({ page }) => page !== undefined)?.page
  }

  /** A tab of the record that is open, else of the first customer of the list; null where there is none. */
  async function toRecord(page: TourPage): Promise<RouteLocationRaw | null> {
    const tab = recordTab(page)
    const { name, params } = router.currentRoute.value
    if (name === 'customer') return { name, params: { id: params['id'], tab } }
    const request = {
      filter: noFilter,
      sort: 'aum',
      descending: true,
      offset: 0,
      limit: 1,
    } as const
    const [first] = (await asRefresh(() => call('customers.list', request))).rows
    return first ? { name: 'customer', params: { id: first.id, tab } } : null
  }

  /** The page that is never empty: the visits of who has an own list, the morning page of a branch head. */
  const toPaper = (): RouteLocationRaw => ({
    name: 'workbench-paper',
    params: { paper: hasTeamDesk(roles.value) ? 'morning' : 'visits' },
  })

  /** The case that is open, else the first one of the desk's list; null where there is none. */
  async function toCase(): Promise<RouteLocationRaw | null> {
    const { name, params } = router.currentRoute.value
    if (name === 'risk-case') return { name, params }
    const query = { group: 'open', kind: null, order: 'score' } as const
    const first = (await asRefresh(() => call('risk.cases', query))).list?.items[0]
    return first ? { name: 'risk-case', params: { caseId: first.id } } : null
  }

  /** Opens the page of a step unless it is there. Where there is nothing to show it on, the tour stops. */
  async function openPage(of: Tour, at: number): Promise<void> {
    const page = pageOf(of, at)
    const here = router.currentRoute.value.name
    if (page === undefined || here === page) return
    if (page === 'paper') {
      if (here !== 'workbench-paper') {
        await router.push(toPaper())
      }
    } else if (recordTab(page) === null && page !== 'risk-case') {
      await router.push({ name: page })
    } else {
      const to = await (page === 'risk-case' ? toCase() : toRecord(page))
      if (to) await router.push(to)
      else {
        tour.stop()
        notices.confirm(t('help.tour.nothing'))
      }
    }
  }

  /** Takes a tour from a step on: in practice, unless it shows the person's own. */
  async function take(of: Tour, from = 0): Promise<void> {
    const at = from < steps(of).length ? from : 0
    if (!inPlace(of) && !practice.active) await practice.enter(ahead(pageOf(of, at)))
    tour.start(of, at)
  }

  /** Where practice begins for a page: there; at home where the page has to be looked for. */
  function ahead(page: TourPage | undefined): RouteLocationRaw | null {
    if (page === undefined || page === 'risk-case' || recordTab(page) !== null) return null
    if (page === 'paper') return toPaper()
    return { name: page }
  }

  return { take, openPage, steps, inPlace, mayTake }
}
