import { z } from 'zod'
import { toldKinds, toldNameLength } from '#domain/customers/told-relation.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'

const customerId = z.strictObject({ customerId: z.string().max(64) })
const given = z.strictObject({ commandId: z.string() })

/** 补关系: what a customer tells of others, and takes back. Works without head office. */
export const customerRelationChannels = {
  'customers.recordRelation': channel(
    bookRoles,
    customerId.extend({
      kind: z.enum(toldKinds),
      name: z.string().trim().min(1).max(toldNameLength),
      /** Where the other one is a customer of this branch; the name must be his or hers. */
      customerNo: z.string().trim().min(1).max(30).nullable(),
    }),
    given,
    'customers',
  ),
  'customers.withdrawRelation': channel(
    bookRoles,
    customerId.extend({ relationId: z.string().max(64) }),
    given,
    'customers',
  ),
}
