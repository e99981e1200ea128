/** 新 已阅 已联系 已处置 误报 关闭. */
export const cardStates = ['new', 'read', 'contacted', 'done', 'false_alarm', 'closed'] as const
export type CardState = (typeof cardStates)[number]

/** States a person moves a card to. */
export const cardSteps = ['read', 'contacted', 'done', 'false_alarm', 'closed'] as const
export type CardStep = (typeof cardSteps)[number]

/** States in which somebody still has to do something. */
export const waitingStates: readonly CardState[] = ['new', 'read', 'contacted']

/** The steps that each state allows (rule 1.4). */
const following: Readonly<Record<CardState, readonly CardStep[]>> = {
  new: ['read', 'contacted', 'done', 'false_alarm'],
  read: ['contacted', 'done', 'false_alarm'],
  contacted: ['contacted', 'done', 'false_alarm'],
  done: ['closed'],
  false_alarm: ['closed'],
  closed: [],
}

/** Whether a card may move on from one state by a step. */
export function mayStep(from: CardState, to: CardStep): boolean {
  return following[from].includes(to)
}

/** The steps a card allows. */
export const stepsFrom = (state: CardState): readonly CardStep[] => following[state]

/** Whether somebody still has to do something. */
export const isWaiting = (state: CardState): boolean => waitingStates.includes(state)

/** Steps by which a person answered for a card: reading it is not yet an answer. */
export const answers = (step: CardStep): boolean => step !== 'read' && step !== 'closed'

/** Why a card was a false alarm: known before, usual for the customer, own money, another event. */
export const falseAlarmReasons = ['known_before', 'usual', 'own_money', 'other_event'] as const
export type FalseAlarmReason = (typeof falseAlarmReasons)[number]

/** Longest note to a step, characters. */
export const cardNoteLength = 200

/** Whether a step has what it must say: a reason with a false alarm, and with nothing else. */
export function saysWhy(to: CardStep, reason: FalseAlarmReason | null): boolean {
  return (to === 'false_alarm') === (reason !== null)
}
