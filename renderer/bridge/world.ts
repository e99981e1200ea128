import type { World } from '#contract/ipc/channel.ts'

let world: World = 'branch'
/** Calls that are not answered yet. */
let open = 0
const lookEveryMs = 20
const longestWaitMs = 3_000

/** On what this page acts now: the branch's data, or the invented branch of practice. */
export function currentWorld(): World {
  return world
}

/** Turns to the other world; nothing of the frame may be on screen then. */
export function turnTo(next: World): void {
  world = next
}

/** Counts a call until it is answered. */
export async function counted<Value>(work: Promise<Value>): Promise<Value> {
  open += 1
  try {
    return await work
  } finally {
    open -= 1
  }
}

/** Resolves when every call is answered; at the latest after three seconds. */
export async function callsAnswered(): Promise<void> {
  const until = performance.now() + longestWaitMs
  while (open > 0 && performance.now() < until) {
    await new Promise((resume) => setTimeout(resume, lookEveryMs))
  }
}
