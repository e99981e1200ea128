import { AppError } from '#contract/errors.ts'
import type { Board, BoardMember } from '#contract/ipc/assessment.ts'
import { monthExportReplySchema } from '#contract/sync/assessment.ts'
import { tenthsOfADay } from '#domain/assessment/facts.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import type { Cell } from '../files/cell.ts'
import { keepFile } from '../files/keep-file.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import { readBoard } from './board.ts'
import { type MonthWords, monthWords } from './export-words.ts'

const count = (value: number): Cell => ({ count: value })

function rowOf({ staffNo, name, post, score, facts }: BoardMember, words: MonthWords): Cell[] {
  return [
    staffNo,
    name,
    post,
    words.outcomes[score.outcome],
    score.hundredths === null ? null : { hundredths: score.hundredths },
    count(facts.effective),
    count(score.target),
    count(facts.logins),
    count(facts.activeDays),
    { hundredths: (facts.dutyTenths * 100) / tenthsOfADay },
    count(facts.tasksInTime),
    count(facts.tasksDue),
    count(facts.coursesPassed),
    count(facts.coursesRequired),
    count(facts.contacts),
    count(facts.contactsWithOutcome),
  ]
}

/** The beginning of the signature at the end of a signed month: enough to tell two files apart on paper. */
function signatureIn(text: string): string {
  const last: unknown = JSON.parse(text.trimEnd().split('\n').at(-1) ?? 'null')
  const signed = typeof last === 'object' && last !== null && 'signature' in last
  return signed ? String(last.signature).slice(0, 16) : ''
}

/**
 * `assessment.export`: the people of the branch's month by staff number as a table, and beside it the month
 * as head office signed it. In an outage the table says that it is no proof. Throws `export.nothing`.
 */
export function monthExporter(ask: AskHeadOffice): Handler<'assessment.export'> {
  async function signedMonth(month: string, context: CallContext): Promise<string | null> {
    const { sessionId } = context.actor
    try {
      const reply = await ask('v1/assessment/export', { month }, monthExportReplySchema)
      // Somebody else may sit here by the time the answer comes.
      if (context.actor.sessionId !== sessionId) throw new AppError('session.required')
      return reply.text
    } catch (error) {
      if (error instanceof AppError && error.code === 'headOffice.unreachable') return null
      throw error
    }
  }

  return async ({ month, format, language }, context) => {
    const words = monthWords[language]
    const board: Board = await readBoard({ month }, context)
    if (board.members.length === 0) throw new AppError('export.nothing')
    const text = await signedMonth(month, context)
    const about = [
      month.slice(0, 7),
      board.period ? words.states[board.period.state] : '',
      text === null ? words.unsigned : `${words.signed} ${signatureIn(text)}`,
    ]
    const members = board.members.toSorted((a, b) => (a.staffNo < b.staffNo ? -1 : 1))
    const { path, rows, exportNo, beside } = await keepFile(
      context,
      { format, language },
      {
        title: words.title,
        sheet: { titles: words.columns, rows: members.map((member) => rowOf(member, words)) },
        reason: { code: 'assessment', words: words.reason },
        names: 'full',
        about: about.filter((part) => part !== '').join(' · '),
        ...(text !== null && { beside: { text, ending: 'jsonl' } }),
      },
    )
    return { path, rows, exportNo, signedPath: beside }
  }
}
