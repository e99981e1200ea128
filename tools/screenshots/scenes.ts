import type { Scene } from './scene.ts'
import { apartScenes } from './scenes-apart.ts'
import { consentScenes } from './scenes-consent.ts'
import { counterScenes } from './scenes-counter.ts'
import { deskScenes } from './scenes-desk.ts'
import { frameScenes } from './scenes-frame.ts'
import { groupScenes } from './scenes-groups.ts'
import { learningScenes } from './scenes-learning.ts'
import { listScenes } from './scenes-list.ts'
import { keyTransactionScenes } from './scenes-key-transactions.ts'
import { oddScenes } from './scenes-odd.ts'
import { practiceScenes } from './scenes-practice.ts'
import { recordScenes } from './scenes-record.ts'
import { riskScenes } from './scenes-risk.ts'
import { trainingScenes } from './scenes-training.ts'
import { viewingScenes } from './scenes-viewing.ts'

/** Every screen in every state, in the order in which they are played. */
export const scenes: readonly Scene[] = [
  // At the second terminal, before anybody else logs in there.
  ...riskScenes,
  ...trainingScenes,
  ...deskScenes,
  ...keyTransactionScenes,
  ...listScenes,
  ...groupScenes,
  ...recordScenes,
  ...consentScenes,
  ...viewingScenes,
  ...frameScenes,
  ...learningScenes,
  ...practiceScenes,
  ...apartScenes,
  // Each begins where the one before left the counter.
  ...counterScenes.map((scene): Scene => ({ ...scene, carries: true })),
  ...oddScenes,
]
