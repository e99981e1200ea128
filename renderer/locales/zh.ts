import { assessment } from './zh/assessment.ts'
import { common } from './zh/common.ts'
import { counter } from './zh/counter.ts'
import { customers } from './zh/customers.ts'
import { errors } from './zh/errors.ts'
import { frame } from './zh/frame.ts'
import { help } from './zh/help.ts'
import { home } from './zh/home.ts'
import { keyTransactions } from './zh/key-transactions.ts'
import { keys } from './zh/keys.ts'
import { kit } from './zh/kit.ts'
import { login } from './zh/login.ts'
import { pcCases } from './zh/pc-cases.ts'
import { reviews } from './zh/reviews.ts'
import { risk } from './zh/risk.ts'
import { sync } from './zh/sync.ts'
import { learning } from './zh/learning.ts'
import { training } from './zh/training.ts'
import { words } from './zh/words.ts'
import { workbench } from './zh/workbench.ts'

/** Every sentence in Chinese, the language the others are held against. */
export const zh = {
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
