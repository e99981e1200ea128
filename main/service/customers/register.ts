import type { Handle } from '../dispatch/dispatch.ts'
import { explain } from './average.ts'
import { recordConsent, showConsents, withdrawConsent } from './consents.ts'
import { showConsumption } from './consumption.ts'
import { classifyParty } from './classify-party.ts'
import { createFlowPeers } from './flow-peers.ts'
import { exportFlow } from './export/export-flow.ts'
import { listFlowMovements } from './flow-movements.ts'
import { showCrossHolding } from './cross-holding.ts'
import { showEvaluation } from './evaluation.ts'
import { showFundFlow } from './fund-flow.ts'
import { showGraph } from './graph.ts'
import { listContacts, listTransactions } from './history.ts'
import { exportList } from './export/export-list.ts'
import { listManagers, listPage } from './list.ts'
import { recordNeed, refuse, settleNeed, takeBackRefusal } from '../next-action/acts.ts'
import { showNextActions } from '../next-action/show.ts'
import { logContact } from './log-contact.ts'
import { openCustomer } from './overview.ts'
import { listRecent, markFavourite, visit } from './own-customers.ts'
import { peek } from './peek.ts'
import { proposeCorrection } from './propose-correction.ts'
import { showRecognition } from './recognition.ts'
import { recordRelation, withdrawRelation } from './relations.ts'
import { askViewing, decideViewing, endViewing, listViewings } from './viewings.ts'
import { createReveal } from './reveal.ts'
import { findCustomers } from './search.ts'
import { judgeType } from './types.ts'
import { countViews, deleteView, saveView, setColumns } from './views.ts'

/** Registers every channel of customers. */
export function registerCustomers(handle: Handle): void {
  handle('customers.views', countViews)
  handle('customers.list', listPage)
  handle('customers.saveView', saveView)
  handle('customers.deleteView', deleteView)
  handle('customers.setColumns', setColumns)
  handle('customers.setFavourite', markFavourite)
  handle('customers.managers', listManagers)
  handle('customers.search', findCustomers)
  handle('customers.recent', listRecent)
  handle('customers.visit', visit)
  handle('customers.export', exportList)
  handle('customers.open', openCustomer)
  handle('customers.peek', peek)
  handle('customers.average', explain)
  handle('customers.transactions', listTransactions)
  handle('customers.fundFlow', showFundFlow)
  handle('customers.flowMovements', listFlowMovements)
  handle('customers.flowPeers', createFlowPeers())
  handle('customers.classifyParty', classifyParty)
  handle('customers.exportFlow', exportFlow)
  handle('customers.consumption', showConsumption)
  handle('customers.graph', showGraph)
  handle('customers.recordRelation', recordRelation)
  handle('customers.withdrawRelation', withdrawRelation)
  handle('customers.consents', showConsents)
  handle('customers.recordConsent', recordConsent)
  handle('customers.withdrawConsent', withdrawConsent)
  handle('customers.viewings', listViewings)
  handle('customers.askViewing', askViewing)
  handle('customers.decideViewing', decideViewing)
  handle('customers.endViewing', endViewing)
  handle('customers.evaluation', showEvaluation)
  handle('customers.judgeType', judgeType)
  handle('customers.recognition', showRecognition)
  handle('customers.crossHolding', showCrossHolding)
  handle('customers.contacts', listContacts)
  handle('customers.nextActions', showNextActions)
  handle('customers.refuse', refuse)
  handle('customers.takeBackRefusal', takeBackRefusal)
  handle('customers.recordNeed', recordNeed)
  handle('customers.settleNeed', settleNeed)
  handle('customers.reveal', createReveal())
  handle('customers.logContact', logContact)
  handle('customers.proposeCorrection', proposeCorrection)
}
