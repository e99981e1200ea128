/** Steps of AUM per doubling, and how many there are: the last one holds everything above. */
const stepsPerDoubling = 8
const steps = 512
const perStep = 2 ** 34

/**
 * Step of an AUM in 分, the richest first: 0 … 511. Neighbouring steps are 9 % apart, so ordinary
 * days leave most customers where they are.
 */
export function aumStep(aumFen: number): number {
  const rising = Math.floor(Math.log2(1 + Math.max(0, aumFen)) * stepsPerDoubling)
  return steps - 1 - Math.min(steps - 1, rising)
}

/**
 * Number of a customer in the full-text table. Numbers rise as AUM falls, so the first matches of
 * any word are the most important ones and a query for a common name may stop early.
 */
export function docNumber(aumFen: number, serial: number): number {
  return aumStep(aumFen) * perStep + serial
}

/** The step and the serial number behind a number of {@link docNumber}. */
export function docParts(doc: number): { step: number; serial: number } {
  const step = Math.floor(doc / perStep)
  return { step, serial: doc - step * perStep }
}
