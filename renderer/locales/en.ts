import { assessment } from './en/assessment.ts'
import { common } from './en/common.ts'
import { counter } from './en/counter.ts'
import { customers } from './en/customers.ts'
import { errors } from './en/errors.ts'
import { frame } from './en/frame.ts'
import { help } from './en/help.ts'
import { home } from './en/home.ts'
import { keyTransactions } from './en/key-transactions.ts'
import { keys } from './en/keys.ts'
import { kit } from './en/kit.ts'
import { login } from './en/login.ts'
import { pcCases } from './en/pc-cases.ts'
import { reviews } from './en/reviews.ts'
import { risk } from './en/risk.ts'
import { sync } from './en/sync.ts'
import { learning } from './en/learning.ts'
import { training } from './en/training.ts'
import { words } from './en/words.ts'
import { workbench } from './en/workbench.ts'
import type { Sentences } from './sentences.ts'
import type { zh } from './zh.ts'

/** Every sentence in English. */
export const en: Sentences<typeof zh> = {
  common,
  counter,
  customers,
  errors,
  frame,
  help,
  home,
  keyTransactions,
  keys,
  kit,
  login,
  risk,
  sync,
  learning,
  training,
  assessment,
  pcCases,
  reviews,
  words,
  workbench,
}
