import { z } from 'zod'
import type { ErrorValue } from './errors.ts'
import { assessmentChannels } from './ipc/assessment.ts'
import { dutyChannels } from './ipc/duty.ts'
import { reminderChannels } from './ipc/assessment-reminder.ts'
import { appChannels, serviceStateSchema, statusSchema } from './ipc/app.ts'
import type { Cause, World } from './ipc/channel.ts'
import { courseReviewChannels } from './ipc/course-reviews.ts'
import { counterChannels, referralChannels } from './ipc/counter.ts'
import { customerGroupChannels } from './ipc/customer-groups.ts'
import { customerChannels } from './ipc/customers.ts'
import { helpChannels } from './ipc/help.ts'
import { keyTransactionChannels } from './ipc/key-transactions.ts'
import { learningChannels } from './ipc/learning.ts'
import { practiceChannels, practiceEventSchema } from './ipc/practice.ts'
import { riskChannels } from './ipc/risk.ts'
import { sessionChannels, sessionViewSchema } from './ipc/session.ts'
import { shellChannels } from './ipc/shell.ts'
import { syncChannels } from './ipc/sync.ts'
import { trainingChannels } from './ipc/training.ts'
import { usageCaseChannels } from './ipc/usage-cases.ts'
import { workbenchChannels } from './ipc/workbench.ts'

/** Everything the renderer may ask for: channel name → schemas and access. */
export const channels = {
  ...sessionChannels,
  ...appChannels,
  ...customerChannels,
  ...customerGroupChannels,
  ...workbenchChannels,
  ...keyTransactionChannels,
  ...counterChannels,
  ...referralChannels,
  ...riskChannels,
  ...trainingChannels,
  ...learningChannels,
  ...courseReviewChannels,
  ...assessmentChannels,
  ...usageCaseChannels,
  ...reminderChannels,
  ...dutyChannels,
  ...syncChannels,
  ...practiceChannels,
  ...helpChannels,
  ...shellChannels,
}

/** Everything the renderer may be told without asking. */
export const events = {
  'status.changed': statusSchema,
  'session.changed': sessionViewSchema.nullable(),
  /** The session is about to be locked or to end: what is typed is saved, and `window.saved` says so. */
  'session.locking': z.null(),
  'service.state': serviceStateSchema,
  /** The visit at the counter began, changed or ended: windows show the same. */
  'counter.changed': z.null(),
  /** A link came: the counter's window fetches it (`window.takeLink`), the login page says it waits. */
  'link.arrived': z.null(),
  /** Tables whose rows changed, so that open screens read again. */
  'data.changed': z.strictObject({ tables: z.array(z.string()), customerIds: z.array(z.string()) }),
  /** What the invented branch of practice tells the screens that practise. */
  'practice.told': practiceEventSchema,
}

/** Name of a channel, `area.verb`. */
export type ChannelName = keyof typeof channels
/** What a caller gives. */
export type Request<Name extends ChannelName> = z.input<(typeof channels)[Name]['request']>
/** What a handler receives after the schema. */
export type Received<Name extends ChannelName> = z.output<(typeof channels)[Name]['request']>
/** What the caller gets back. */
export type Response<Name extends ChannelName> = z.output<(typeof channels)[Name]['response']>

/** Name of an event. */
export type EventName = keyof typeof events
/** What an event carries. */
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>

type Area = ChannelName extends `${infer A}.${string}` ? A : never
type VerbOf<A extends string> =
  Extract<ChannelName, `${A}.${string}`> extends `${A}.${infer V}` ? V : never

/** A reply as it crosses to the page: expected errors are values, exceptions never cross. */
export type Reply<Value> = { ok: true; value: Value } | { ok: false; error: ErrorValue }

type Verb<Name extends ChannelName> =
  Request<Name> extends null
    ? (request?: null, cause?: Cause, world?: World) => Promise<Reply<Response<Name>>>
    : (request: Request<Name>, cause?: Cause, world?: World) => Promise<Reply<Response<Name>>>

/** `window.branch`: one slice an area, one named verb a channel; without a cause a person
 * asks, without a world of the branch's own data. */
export type BranchBridge = {
  [A in Area]: { [V in VerbOf<A>]: `${A}.${V}` extends ChannelName ? Verb<`${A}.${V}`> : never }
} & {
  /** Listens to an event; the returned function ends it. */
  on<Name extends EventName>(
    name: Name,
    listener: (payload: EventPayload<Name>) => void,
  ): () => void
}
