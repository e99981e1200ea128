import { useRouter } from 'vue-router'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { type Tour, toursInPlace } from '#domain/help/tours.ts'
import { call } from '../bridge/call.ts'
import { asRefresh } from '../bridge/cause.ts'
import { usePractice } from '../stores/practice.ts'
import { useTour } from '../stores/tour.ts'
import { type TourStep, tourSteps } from './tour-steps.ts'

/** Starts tours, and brings the page a step is on. */
export function useTours() {
  const router = useRouter()
  const practice = usePractice()
  const tour = useTour()

  /** The page of a step: its own, else that of the last one before it that has one. */
  function pageOf(of: Tour, at: number): TourStep['page'] {
    return tourSteps[of].slice(0, at + 1).findLast(({ page }) => page !== undefined)?.page
  }

  /** Opens the page of a step unless it is there; of a record that of the first customer of the list. */
  async function openPage(of: Tour, at: number): Promise<void> {
    const page = pageOf(of, at)
    const here = router.currentRoute.value.name
    if (page === undefined || here === page || (page === 'record' && here === 'customer')) return
    if (page !== 'record') {
      await router.push({ name: page })
      return
    }
    const request = {
      filter: noFilter,
      sort: 'aum',
      descending: true,
      offset: 0,
      limit: 1,
    } as const
    const [first] = (await asRefresh(() => call('customers.list', request))).rows
    if (first) await router.push({ name: 'customer', params: { id: first.id, tab: 'overview' } })
  }

  /** Takes a tour from a step on: in practice, unless it shows the person's own. */
  async function take(of: Tour, from = 0): Promise<void> {
    const at = from < tourSteps[of].length ? from : 0
    const page = pageOf(of, at)
    if (!toursInPlace.includes(of) && !practice.active) {
      await practice.enter(page === undefined || page === 'record' ? null : { name: page })
    }
    tour.start(of, at)
  }

  return { take, openPage }
}
