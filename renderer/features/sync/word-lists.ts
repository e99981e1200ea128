import { zh } from '../../locales/zh.ts'

/** Keys of a group of sentences, with their type. */
function keysOf<Group extends object>(group: Group): readonly (keyof Group & string)[] {
  return Object.keys(group) as (keyof Group & string)[]
}

/** Words that have a sentence; what the service sends beyond them is shown as it is. */
export const commandWords = keysOf(zh.sync.command)
/** Contact channels with a sentence. */
export const contactChannels = keysOf(zh.words.channel)
/** Contact outcomes with a sentence. */
export const contactOutcomes = keysOf(zh.words.outcome)
/** Task kinds with a sentence. */
export const taskKindWords = keysOf(zh.words.taskKind)
/** Task outcomes with a sentence. */
export const taskOutcomeWords = keysOf(zh.words.taskOutcome)
/** Fields of a profile with a sentence. */
export const fieldWords = keysOf(zh.words.field)
/** Tables with a sentence. */
export const tableWords = keysOf(zh.sync.table)
