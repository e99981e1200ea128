/** A thread of its own for the search: a million transfers take many seconds of a processor. */
import { parentPort } from 'node:worker_threads'
import { findClues } from '#domain/risk-clues/find.ts'
import { mergeLegs, type TransferLeg } from '#domain/risk-clues/legs.ts'
import type { ClueRule } from '#domain/risk-clues/rules.ts'

/**
 * What the thread is told: to begin (again, where reading was tried again), bookings as they are read,
 * then to search on a day (days since 1970).
 */
export type ClueRequest =
  | { ask: 'begin' }
  | { ask: 'take'; legs: TransferLeg[] }
  | { ask: 'find'; today: number; rule: ClueRule }

let legs: TransferLeg[] = []

parentPort?.on('message', (request: ClueRequest) => {
  if (request.ask === 'begin') legs = []
  else if (request.ask === 'take') for (const leg of request.legs) legs.push(leg)
  else parentPort?.postMessage(findClues(mergeLegs(legs), request.today, request.rule))
})
