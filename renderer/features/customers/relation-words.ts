import { relationKinds } from '#domain/customers/relation-kinds.ts'

/** The kind of a tie as one of the words there are; null for any other text. */
export function relationKindOf(word: string): (typeof relationKinds)[number] | null {
  return relationKinds.find((kind) => kind === word) ?? null
}
