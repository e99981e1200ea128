/** 静态 named customers, 动态 by a rule. */
export const groupKinds = ['static', 'dynamic'] as const
export type GroupKind = (typeof groupKinds)[number]

/** Who sees a group: its owner alone, or everybody of the branch who works with customers. */
export const groupVisibilities = ['own', 'branch'] as const
export type GroupVisibility = (typeof groupVisibilities)[number]

/** Longest name and note, characters; most groups of a person and most members of a group. */
export const groupLimits = {
  nameLength: 30,
  noteLength: 200,
  groups: 50,
  members: 2000,
  /** Most customers one command may name. */
  membersAtOnce: 200,
} as const
