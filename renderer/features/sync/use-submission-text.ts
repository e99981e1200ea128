import type { Submission, SupervisedView } from '#contract/ipc/sync.ts'
import { resolutions } from '#contract/sync/supervision.ts'
import { referralReasons } from '#domain/counter/reasons.ts'
import { referralStates } from '#domain/counter/referral.ts'
import { actsOf, visitStates } from '#domain/counter/visit.ts'
import { customerTypes } from '#domain/customers/customer-types.ts'
import { typeVerdicts } from '#domain/customers/type-verdict.ts'
import { feedbackActs, feedbackTopics } from '#domain/learning/feedback.ts'
import { trainingActs } from '#domain/learning/training.ts'
import { riskActs } from '#domain/risk-clues/case.ts'
import { cardStates } from '#domain/key-transactions/states.ts'
import { toldKinds } from '#domain/customers/told-relation.ts'
import { flowClasses } from '#domain/flow/classes.ts'
import { viewingDecisions, viewingReasons } from '#domain/customers/viewing.ts'
import { consentPurposes } from '#domain/customers/consent.ts'
import { needKinds, needStates, refusableKinds, refusalReasons } from '#domain/next-action/words.ts'
import { useActionWord } from '../../components/tasks/use-action-word.ts'
import { useText } from '../../locales/use-text.ts'
import {
  commandWords,
  contactChannels,
  contactOutcomes,
  fieldWords,
  taskKindWords,
  taskOutcomeWords,
} from './word-lists.ts'

/** Words for one of the person's commands. */
export function useSubmissionText() {
  const { t } = useText()
  const actionWord = useActionWord()

  function known<Word extends string>(list: readonly Word[], value: unknown): Word | null {
    return list.find((word) => word === value) ?? null
  }

  /** 联系登记, 完成待办, 资料补录 …; the name itself where it is not known here. */
  function kind(submission: Pick<Submission, 'name'>): string {
    if (submission.name === '') return t('sync.supervision.unreadable')
    const word = known(commandWords, submission.name.replace('.', '_'))
    return word ? t(`sync.command.${word}`) : submission.name
  }

  function field(name: string): string {
    const word = known(fieldWords, name)
    return word ? t(`words.field.${word}`) : name
  }

  function fields(names: readonly string[]): string {
    return names.map(field).join(t('sync.detail.separator'))
  }

  /** What tells it from the next: 到店 · 有意向. */
  function detail(submission: Submission): string {
    const given = submission.detail
    const channel = known(contactChannels, given['channel'])
    const outcome = known(contactOutcomes, given['outcome'])
    const taskKind = known(taskKindWords, given['kind'])
    const taskOutcome = known(taskOutcomeWords, given['outcome'])
    const cardStep = known(cardStates, given['card'])
    const customerType = known(customerTypes, given['type'])
    const verdict = known(typeVerdicts, given['verdict'])
    const riskAct = known(riskActs, given['riskAct'])
    const resolution = known(resolutions, given['resolution'])
    const parts = [
      channel && t(`words.channel.${channel}`),
      taskKind && t(`words.taskKind.${taskKind}`),
      submission.name === 'task.complete'
        ? taskOutcome && t(`words.taskOutcome.${taskOutcome}`)
        : outcome && t(`words.outcome.${outcome}`),
      typeof given['group'] === 'string' ? given['group'] : null,
      typeof given['staff'] === 'string' ? given['staff'] : null,
      typeof given['tasks'] === 'number' ? t('sync.detail.tasks', { count: given['tasks'] }) : null,
      typeof given['until'] === 'string' ? t('sync.detail.until', { day: given['until'] }) : null,
      ...counterParts(given),
      ...nextActionParts(given),
      ...learningParts(given),
      ...viewingParts(given),
      cardStep ? t(`words.cardState.${cardStep}`) : null,
      customerType ? t(`words.customerType.${customerType}`) : null,
      verdict ? t(`words.typeVerdict.${verdict}`) : null,
      riskAct ? t(`risk.act.${riskAct}`) : null,
      resolution ? t(`sync.supervision.resolution.${resolution}`) : null,
      typeof given['fields'] === 'string' ? fields(given['fields'].split(',')) : null,
    ]
    return parts.filter(Boolean).join(' · ')
  }

  /** Words of refusals, needs and consents: 活期闲置 · 不需要. */
  function nextActionParts(given: Submission['detail']): (string | null)[] {
    const action = known(refusableKinds, given['action'])
    const refusal = known(refusalReasons, given['refusal'])
    const flowClass = known(flowClasses, given['flowClass'])
    const relation = known(toldKinds, given['relation'])
    const consent = known(consentPurposes, given['consent'])
    const need = known(needKinds, given['need'])
    const state = known(needStates, given['needState'])
    return [
      action && actionWord(action),
      refusal && t(`words.refusalReason.${refusal}`),
      relation && t(`customers.relations.kind.${relation}`),
      flowClass && t(`customers.flow.name.${flowClass}`),
      consent && t(`words.consentPurpose.${consent}`),
      need && t(`words.needKind.${need}`),
      state && t(`words.needState.${state}`),
    ]
  }

  /** Words of trainings and feedback: 转介登记十分钟 · 签到. */
  function learningParts(given: Submission['detail']): (string | null)[] {
    const trainingAct = known(trainingActs, given['trainingAct'])
    const topic = known(feedbackTopics, given['topic'])
    const feedbackAct = known(feedbackActs, given['feedbackAct'])
    return [
      typeof given['training'] === 'string' ? given['training'] : null,
      trainingAct && t(`learning.trainings.act.${trainingAct}`),
      topic && t(`learning.feedback.topic.${topic}`),
      feedbackAct && t(`learning.feedback.act.${feedbackAct}`),
    ]
  }

  /** Words of requests to see a customer: 客户到访. */
  function viewingParts(given: Submission['detail']): (string | null)[] {
    const reason = known(viewingReasons, given['viewing'])
    const decision = known(viewingDecisions, given['viewingDecision'])
    return [
      reason && t(`customers.viewing.reason.${reason}`),
      decision && t(`customers.viewing.decision.${decision}`),
    ]
  }

  /** Words of visits and referrals: 转介 · 林晓彤 · 产品到期. */
  function counterParts(given: Submission['detail']): (string | null)[] {
    const reason = known(referralReasons, given['reason'])
    const step = known(referralStates, given['step'])
    const state = known(visitStates, given['state'])
    const acts = typeof given['acts'] === 'string' ? actsOf(given['acts']) : []
    return [
      typeof given['to'] === 'string' ? given['to'] : null,
      reason && t(`words.referralReason.${reason}`),
      step && t(`words.referralState.${step}`),
      ...acts.map((act) => t(`words.visitAct.${act}`)),
      acts.length === 0 && state ? t(`words.visitState.${state}`) : null,
    ]
  }

  /** Whom a refused submission of somebody else is about. */
  function supervisedCustomer({ customerId, customerName }: SupervisedView): string {
    if (customerId === null) return t('sync.supervision.noCustomer')
    return customerName ?? t('sync.detail.noCustomer')
  }

  /** Whom a submission is about; null where it is about no single customer. */
  function customer({ customerId, customerName }: Submission): string | null {
    return customerId === null ? null : (customerName ?? t('sync.detail.noCustomer'))
  }

  /** Customer and detail: 周敏华 · 到店 · 有意向. */
  function content(submission: Submission): string {
    return [customer(submission) ?? '', detail(submission)]
      .filter((part) => part !== '')
      .join(' · ')
  }

  return { kind, field, fields, detail, customer, content, supervisedCustomer }
}
