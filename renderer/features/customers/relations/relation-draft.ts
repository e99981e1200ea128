import { type ToldKind, toldKinds } from '#domain/customers/told-relation.ts'

/** What is written down of a relation, as typed. */
export interface RelationDraft {
  kind: ToldKind | null
  name: string
  customerNo: string
}

/** Nothing is written yet. */
export const emptyRelation = (): RelationDraft => ({ kind: null, name: '', customerNo: '' })

/** A stored draft read back; null where it is none. */
export function relationFrom(stored: unknown): RelationDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { kind, name, customerNo } = stored as Partial<Record<keyof RelationDraft, unknown>>
  return {
    kind: toldKinds.find((each) => each === kind) ?? null,
    name: typeof name === 'string' ? name : '',
    customerNo: typeof customerNo === 'string' ? customerNo : '',
  }
}

/** What is to be asked of the service; null while something is missing. */
export function relationRequest(
  draft: RelationDraft,
): { kind: ToldKind; name: string; customerNo: string | null } | null {
  const name = draft.name.trim()
  const customerNo = draft.customerNo.normalize('NFKC').trim()
  if (draft.kind === null || name === '') return null
  return { kind: draft.kind, name, customerNo: customerNo === '' ? null : customerNo }
}
