import type pg from 'pg'
import type { ParameterKey } from '#domain/administration/parameters.ts'
import {
  approveParameter,
  type Proposal,
  proposeParameter,
} from '#head-office/parameters/proposals.ts'
import { people } from './branch-data.ts'

/** Publishes a version of a parameter by two line managers; returns the version. */
export async function publishParameter<Key extends ParameterKey>(
  pool: pg.Pool,
  proposal: Omit<Proposal<Key>, 'reason'>,
): Promise<number> {
  const whole = { ...proposal, reason: '测试' }
  const id = await proposeParameter(pool, whole as Proposal<Key>, people.line.id, Date.now())
  return approveParameter(pool, id, people.secondLine.id, Date.now())
}
