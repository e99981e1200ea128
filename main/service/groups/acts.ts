import { AppError } from '#contract/errors.ts'
import { groupsSeenBy, memberIds } from '#db/groups/groups.ts'
import { groupLimits } from '#domain/groups/limits.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { requireInside, scopeOf } from '../customers/scope.ts'
import { changeableGroup, ownGroup } from './own-group.ts'

type GroupName = { id: string; name: string; visibility: 'own' | 'branch'; owner_id: string }

/** Refuses a name that another group has for the same people (`group.nameTaken`). */
function requireFreeName(context: CallContext, group: GroupName): void {
  const seen = context.cache((db) => groupsSeenBy(db, context.actor.staffId))
  const taken = seen.some(
    (each) =>
      each.id !== group.id &&
      each.name === group.name &&
      each.visibility === group.visibility &&
      (group.visibility === 'branch' || each.owner_id === group.owner_id),
  )
  if (taken) throw new AppError('group.nameTaken')
}

/** Customers a person may name: his or hers, each once. */
function requireOwn(context: CallContext, customerIds: readonly string[]): string[] {
  const scope = scopeOf(context)
  const each = [...new Set(customerIds)]
  context.cache((db) => each.forEach((id) => requireInside(db, scope, id)))
  return each
}

/** Cuts a long list into what one command may name. */
function inParts(ids: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let at = 0; at < ids.length; at += groupLimits.membersAtOnce) {
    parts.push(ids.slice(at, at + groupLimits.membersAtOnce))
  }
  return parts
}

const access = (context: CallContext) => ({
  staffId: context.actor.staffId,
  seesBranch: scopeOf(context).kind === 'branch',
})

/** `groups.create`: durable before it is answered; many customers are given in several commands. */
export const createGroup: Handler<'groups.create'> = async (request, context) => {
  const { name, kind, visibility, note, rule } = request
  const { staffId } = context.actor
  const groupId = context.newId()
  if ((kind === 'dynamic') !== (rule !== null)) throw new AppError('group.ruleInvalid')
  if (kind === 'dynamic' && request.customerIds.length > 0) throw new AppError('group.wrongKind')
  const customerIds = requireOwn(context, request.customerIds)
  requireFreeName(context, { id: groupId, name, visibility, owner_id: staffId })
  const own = context
    .cache((db) => groupsSeenBy(db, staffId))
    .filter((group) => group.owner_id === staffId)
  if (own.length >= groupLimits.groups) {
    throw new AppError('group.tooMany', { limit: groupLimits.groups })
  }
  const [first = [], ...rest] = inParts(customerIds)
  const commandId = await context.submit({
    name: 'group.create',
    customerId: null,
    payload: {
      groupId,
      name,
      kind,
      visibility,
      note: note === '' ? null : note,
      rule: rule === null ? null : JSON.stringify(rule),
      customerIds: first,
      atMs: context.clock.now(),
    },
  })
  for (const add of rest) await giveMembers(context, groupId, add, [], commandId)
  return { commandId, groupId }
}

function giveMembers(
  context: CallContext,
  groupId: string,
  add: string[],
  remove: string[],
  dependsOn: string | null = null,
): Promise<string> {
  return context.submit({
    name: 'group.setMembers',
    customerId: null,
    dependsOn,
    payload: { groupId, add, remove, atMs: context.clock.now() },
  })
}

/** `groups.setMembers`: customers come into a static group and leave it. */
export const setMembers: Handler<'groups.setMembers'> = async (request, context) => {
  const add = requireOwn(context, request.add)
  const remove = requireOwn(context, request.remove).filter((id) => !add.includes(id))
  if (add.length + remove.length === 0) throw new AppError('request.invalid')
  const known = context.cache((db) => {
    const group = ownGroup(db, context.actor.staffId, request.groupId)
    if (group.kind !== 'static') throw new AppError('group.wrongKind')
    return memberIds(db, group.id)
  })
  if (new Set([...known, ...add]).size > groupLimits.members) {
    throw new AppError('group.tooManyMembers', { limit: groupLimits.members })
  }
  let commandId = ''
  for (const part of inParts(add)) {
    commandId = await giveMembers(context, request.groupId, part, [])
  }
  for (const part of inParts(remove)) {
    commandId = await giveMembers(context, request.groupId, [], part)
  }
  return { commandId }
}

/** `groups.change`: name, note, rule of a group, or who sees it. */
export const changeGroup: Handler<'groups.change'> = async (request, context) => {
  const { groupId, name, visibility, note, rule } = request
  const group = context.cache((db) => changeableGroup(db, access(context), groupId))
  if (rule !== undefined && group.kind === 'static') throw new AppError('group.wrongKind')
  if (visibility === 'own' && group.owner_id !== context.actor.staffId) {
    throw new AppError('group.notYours')
  }
  const next = { name: name ?? group.name, visibility: visibility ?? group.visibility }
  requireFreeName(context, { id: groupId, owner_id: group.owner_id, ...next })
  const commandId = await context.submit({
    name: 'group.change',
    customerId: null,
    baseRevs: { [`customer_group:${groupId}`]: group.rev },
    payload: {
      groupId,
      ...(name !== undefined && { name }),
      ...(visibility !== undefined && { visibility }),
      ...(note !== undefined && { note: note === '' ? null : note }),
      ...(rule !== undefined && { rule: JSON.stringify(rule) }),
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}

/** `groups.delete`: the group leaves the lists and can be given back. */
export const deleteGroup: Handler<'groups.delete'> = async ({ groupId }, context) => {
  const group = context.cache((db) => changeableGroup(db, access(context), groupId))
  const commandId = await context.submit({
    name: 'group.delete',
    customerId: null,
    baseRevs: { [`customer_group:${groupId}`]: group.rev },
    payload: { groupId, atMs: context.clock.now() },
  })
  return { commandId }
}

/** `groups.restore`: a deleted group stands in the lists again, with everybody in it. */
export const restoreGroup: Handler<'groups.restore'> = async ({ groupId }, context) => {
  const group = context.cache((db) => changeableGroup(db, access(context), groupId, 'deleted'))
  requireFreeName(context, group)
  const commandId = await context.submit({
    name: 'group.restore',
    customerId: null,
    payload: { groupId, atMs: context.clock.now() },
  })
  return { commandId }
}
