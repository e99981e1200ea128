/**
 * How a terminal hears of news: `off` nobody is asked; `listening` a poke is out; `told` it named news,
 * and a round follows within the spread; `paused` asked to come later, or asked in vain.
 */
export const listenings = ['off', 'listening', 'told', 'paused'] as const
export type Listening = (typeof listenings)[number]

/**
 * What changes it: a `round` went well or was `lost`; a poke was answered `news`, `quiet`, `later` or
 * `ended`, or it `failed`; a pause is `over`.
 */
export const listeningEvents = [
  'round',
  'lost',
  'news',
  'quiet',
  'later',
  'ended',
  'failed',
  'over',
] as const
export type ListeningEvent = (typeof listeningEvents)[number]

const unmoved = (state: Listening): Record<ListeningEvent, Listening> => ({
  round: state,
  lost: 'off',
  news: state,
  quiet: state,
  later: state,
  ended: state,
  failed: state,
  over: state,
})

/** The table of docs/sync.md, "Listening". What is answered to a question nobody waits for does nothing. */
export const listeningTable: Readonly<
  Record<Listening, Readonly<Record<ListeningEvent, Listening>>>
> = {
  off: { ...unmoved('off'), round: 'listening' },
  listening: {
    ...unmoved('listening'),
    news: 'told',
    later: 'paused',
    ended: 'off',
    failed: 'paused',
  },
  told: { ...unmoved('told'), round: 'listening' },
  paused: { ...unmoved('paused'), over: 'off' },
}

/** The state after an event. */
export function nextListening(state: Listening, event: ListeningEvent): Listening {
  return listeningTable[state][event]
}

/** Whether rounds may come at the long interval: head office says by itself when there is news. */
export function hearsOfNews(state: Listening): boolean {
  return state === 'listening' || state === 'told'
}
