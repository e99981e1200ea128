import type { TableName } from '#contract/sync/rows/tables.ts'
import {
  aCustomer,
  aManager,
  aTask,
  branchA,
  idOf,
  people,
  type TestRecord,
} from './branch-data.ts'

/** What names the customer of {@link wholeCustomer}; nothing else in a test database does. */
export const telling = {
  name: '欧阳若兮',
  mobile: '19987654321',
  idNo: '990103198704125528',
  accountNo: '6230990188887777',
  address: '虚构市玄武岩路七号公寓',
} as const

/** A customer of branch A with rows in every table that goes where a customer goes. */
export function wholeCustomer(key = 'whole') {
  const id = idOf('customer', key)
  const own = (kind: string) => ({ branch_id: branchA, id: idOf(kind, key), customer_id: id })
  const accountId = idOf('account', key)
  const holdingId = idOf('holding', key)
  const onAccount = { branch_id: branchA, account_id: accountId }
  const customer = aCustomer(telling.name, {
    id,
    customer_no: `C-${key}`,
    mobile: telling.mobile,
    id_no: telling.idNo,
    address: telling.address,
  })
  const rows: Partial<Record<TableName, TestRecord[]>> = {
    customer_manager: [aManager(id, people.li.id)],
    tier_change: [
      {
        branch_id: branchA,
        customer_id: id,
        effective_on: '2026-11-01',
        period: 'month',
        tier_before: 'potential',
        state_before: 'normal',
        tier: 'gold',
        tier_state: 'normal',
        outcome: 'raised',
        average_fen: 23_000_000,
        floor_fen: 5_000_000,
        averages: '[["2026-10",23000000]]',
      },
    ],
    task: [
      { ...aTask(`${key}-open`, id, people.li.id), kind: 'referral' },
      {
        ...aTask(`${key}-done`, id, people.li.id),
        state: 'done',
        completed_at: 1_795_000_100_000,
        completed_by: people.li.id,
        outcome: 'done',
        note: `${telling.name} ${telling.mobile}`,
      },
    ],
    contact: [
      {
        ...own('contact'),
        staff_id: people.li.id,
        at: 1_795_000_000_000,
        channel: 'phone',
        outcome: 'done',
        summary: `${telling.name}来电，换号 ${telling.mobile}`,
        next_on: null,
        duration_minutes: 3,
        origin: 'import',
      },
    ],
    correction: [
      {
        ...own('correction'),
        field: 'mobile',
        old_value: '19911112222',
        new_value: telling.mobile,
        evidence: `证件 ${telling.idNo}`,
        state: 'pending_check',
        proposed_by: people.li.id,
        proposed_at: 1_795_000_000_000,
      },
    ],
    referral: [
      {
        ...own('referral'),
        visit_id: idOf('visit', key),
        task_id: idOf('task', `${key}-open`),
        referred_by: people.teller.id,
        referred_at: 1_795_000_000_000,
        to_staff_id: people.li.id,
        route: 'primary',
        reason: 'wish',
        times: 1,
        state: 'accepted',
        state_at: 1_795_000_000_000,
        failure: null,
        feedback: telling.name,
      },
    ],
    relation: [
      {
        branch_id: branchA,
        id: idOf('relation', key),
        from_customer_id: id,
        to_customer_id: null,
        to_name: '欧阳长空',
        kind: 'child',
        source: 'customer',
        valid_from: '2020-01-01',
        valid_to: null,
      },
    ],
    risk_assessment: [
      {
        ...own('risk_assessment'),
        assessed_on: '2026-01-05',
        level: 3,
        score: 55,
        channel: 'counter',
        valid_to: '2027-01-04',
      },
    ],
    consent: [
      {
        ...own('consent'),
        purpose: 'marketing_call',
        channel: 'counter',
        given_on: '2024-01-01',
        withdrawn_on: null,
        text_version: 'v1',
      },
    ],
    holding: [
      {
        branch_id: branchA,
        id: holdingId,
        customer_id: id,
        product_id: idOf('product', 'fund'),
        units: 10_000,
        cost_fen: 500_000,
        value_fen: 520_000,
        valued_on: '2026-11-20',
        bought_on: '2025-05-05',
        matures_on: null,
        auto_renew: false,
      },
    ],
    card: [
      {
        ...own('card'),
        account_id: accountId,
        card_tail: '7777',
        kind: 'debit',
        issued_on: '2020-01-01',
        status: 'active',
        statement_due_on: null,
        statement_due_fen: null,
      },
    ],
    loan: [
      {
        ...own('loan'),
        account_id: accountId,
        contract_no: `HT${telling.accountNo}`,
        granted_on: '2024-01-01',
        principal_fen: 10_000_000,
        balance_fen: 8_000_000,
        term_months: 36,
        payment_fen: 300_000,
        status: 'performing',
        next_due_on: null,
        next_due_fen: null,
      },
    ],
    account: [
      {
        branch_id: branchA,
        id: accountId,
        customer_id: id,
        account_no: telling.accountNo,
        kind: 'current',
        currency: 'CNY',
        opened_on: '2015-01-01',
        closed_on: null,
        status: 'normal',
        category: 1,
        product_id: null,
        rate_bp: null,
        matures_on: null,
        statement: 'monthly',
      },
    ],
    account_party: [{ ...onAccount, customer_id: id, role: 'owner' }],
    standing_order: [
      {
        ...onAccount,
        id: idOf('standing_order', key),
        counterparty_bank: '示例银行',
        counterparty_account: telling.accountNo,
        amount_fen: 100_000,
        purpose: null,
      },
    ],
    balance_change: [accountId, holdingId].map((position_id) => ({
      branch_id: branchA,
      position_id,
      changed_on: '2026-10-01',
      balance_fen: 5_000_000,
      running_sum: 0,
    })),
    bank_transaction: Array.from({ length: 40 }, (_, at) => ({
      ...onAccount,
      txn_no: `T-${key}-${at}`,
      posted_on: '2026-10-01',
      posted_at: null,
      direction: 'in',
      amount_fen: 1_000 + at,
      balance_fen: null,
      operation: 'transfer_in',
      purpose: null,
      channel: null,
      counterparty_name: telling.name,
      counterparty_bank: null,
      counterparty_account: telling.accountNo,
    })),
  }
  return { id, accountId, rows: { customer: [customer], ...rows } }
}
