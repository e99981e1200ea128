import { taskKinds } from '../workbench/task-words.ts'

/**
 * What may be proposed for a customer: the reasons of the work list, and what this rule finds beside
 * them: 反诈核实, a need the customer stated, 外流可争取, a product class that is not held.
 */
export const actionKinds = [...taskKinds, 'anti_fraud', 'need', 'leakage', 'product_gap'] as const
/** A word of the closed list {@link actionKinds}. */
export type ActionKind = (typeof actionKinds)[number]

/** Actions that can be refused: those with something to sell, and what ends or comes in. */
export const refusableKinds = [
  'maturity',
  'inflow',
  'idle_cash',
  'tier_cliff',
  'need',
  'leakage',
  'product_gap',
] as const satisfies readonly ActionKind[]
/** A word of the closed list {@link refusableKinds}. */
export type RefusableKind = (typeof refusableKinds)[number]

/** Whose word it was: 客户拒绝, or 不合适 in the manager's judgement. */
export const refusalVoices = ['customer', 'manager'] as const
/** A word of the closed list {@link refusalVoices}. */
export type RefusalVoice = (typeof refusalVoices)[number]

/** 不需要 已在他行办理 收益不满意 不信任 时机不对 其他. */
export const refusalReasons = [
  'no_need',
  'elsewhere',
  'yield',
  'distrust',
  'timing',
  'other',
] as const
/** A word of the closed list {@link refusalReasons}. */
export type RefusalReason = (typeof refusalReasons)[number]

/** 存款收益 子女教育 养老 购房 经营周转 保险保障 转账方便 服务改善 其他. */
export const needKinds = [
  'saving',
  'education',
  'retirement',
  'housing',
  'business',
  'insurance',
  'transfers',
  'service',
  'other',
] as const
/** A word of the closed list {@link needKinds}. */
export type NeedKind = (typeof needKinds)[number]

/** 待满足 已满足 未满足 客户撤回. */
export const needStates = ['open', 'met', 'unmet', 'withdrawn'] as const
/** A word of the closed list {@link needStates}. */
export type NeedState = (typeof needStates)[number]

/** What met a need: 产品 服务 沟通. */
export const needMeans = ['product', 'service', 'contact'] as const
/** A word of the closed list {@link needMeans}. */
export type NeedMeans = (typeof needMeans)[number]

/** Why a need was not met: 无合适产品 条件不符 收益或价格 已在他行办理 其他. */
export const unmetReasons = ['no_product', 'not_eligible', 'terms', 'elsewhere', 'other'] as const
/** A word of the closed list {@link unmetReasons}. */
export type UnmetReason = (typeof unmetReasons)[number]

/** Longest words of a need and longest note, characters. */
export const needWordsLength = 200
export const refusalNoteLength = 200

/** Why an action is not proposed now; each takes the whole score away. */
export const actionGates = [
  'deceased',
  'frozen',
  'doNotContact',
  'minor',
  'elderOutflow',
  'openComplaint',
  'noConsent',
  'contactCap',
  'suitability',
  'refused',
] as const
/** A word of the closed list {@link actionGates}. */
export type ActionGate = (typeof actionGates)[number]
