import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Tour } from '#domain/help/tours.ts'
import { asAppError, call } from '../bridge/call.ts'

/** The tour that is being taken, if any, and where in it; kept in the person's own file. */
export const useTour = defineStore('tour', () => {
  const current = ref<Tour | null>(null)
  const step = ref(0)
  const running = computed(() => current.value !== null)

  function keep(done: boolean): void {
    const tour = current.value
    if (tour === null) return
    call('help.keepTour', { tour, step: done ? 0 : step.value, done }).catch(asAppError)
  }

  /** Begins a tour at a step, in place of the one before. */
  function start(tour: Tour, from: number): void {
    current.value = tour
    step.value = from
  }

  function go(to: number): void {
    step.value = to
    keep(false)
  }

  /** Stops; the tour goes on here the next time. */
  function stop(): void {
    keep(false)
    current.value = null
  }

  /** The last step was seen. */
  function finish(): void {
    keep(true)
    current.value = null
  }

  return { current, step, running, start, go, stop, finish }
})
