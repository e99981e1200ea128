import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ClueTransfer } from '#domain/risk-clues/clue.ts'
import { EvaluationRefusal } from './refusal.ts'

/** A simulated net of transfers with the truth on it. */
export interface SimulatedFlows {
  folder: string
  accounts: number
  /** Accounts that take part in a planted pattern. */
  marked: ReadonlySet<string>
  /** Days are the simulator's steps. */
  transfers: ClueTransfer[]
  lastDay: number
}

/** Values of a file of plain comma-separated columns, by the names of its first line. */
async function* rows(file: string, columns: readonly string[]): AsyncGenerator<string[]> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity })
  let places: number[] | null = null
  for await (const line of lines) {
    const values = line.replace(/^﻿/u, '').split(',')
    if (places) {
      if (line !== '') yield places.map((place) => values[place]?.trim() ?? '')
      continue
    }
    places = columns.map((name) => values.findIndex((value) => value.trim() === name))
    const missing = columns.filter((_, index) => places?.[index] === -1)
    if (missing.length > 0) {
      throw new EvaluationRefusal(
        `${file} 的首行缺少列 ${missing.join(', ')}。`,
        `The first line of ${file} lacks ${missing.join(', ')}.`,
      )
    }
  }
}

/** 分 of a number with at most two places; NaN where it is none. */
function fenOf(text: string): number {
  return /^\d+(?:\.\d+)?$/.test(text) ? Math.round(Number(text) * 100) : Number.NaN
}

async function requireFiles(folder: string): Promise<void> {
  for (const name of ['nodes.csv', 'transactions.csv']) {
    const file = join(folder, name)
    await access(file).catch(() => {
      throw new EvaluationRefusal(
        `找不到 ${file}。请用 --folder 指定一个 AMLSim 文件夹，其中有 nodes.csv（nodeid、isFraud）与 transactions.csv（sourceNodeId、targetNodeId、value、time）。`,
        `${file} is not there. Name an AMLSim folder with --folder: it holds nodes.csv (nodeid, isFraud) and transactions.csv (sourceNodeId, targetNodeId, value, time).`,
      )
    })
  }
}

/** Reads an AMLSim folder. Throws {@link EvaluationRefusal} where it is none. */
export async function readSimulatedFlows(folder: string): Promise<SimulatedFlows> {
  await requireFiles(folder)
  const marked = new Set<string>()
  let accounts = 0
  for await (const [id = '', fraud] of rows(join(folder, 'nodes.csv'), ['nodeid', 'isFraud'])) {
    accounts += 1
    if (fraud === '1') marked.add(id)
  }
  const transfers: ClueTransfer[] = []
  let lastDay = 0
  const columns = ['sourceNodeId', 'targetNodeId', 'value', 'time']
  for await (const [payer = '', receiver = '', value = '', time = ''] of rows(
    join(folder, 'transactions.csv'),
    columns,
  )) {
    const day = time === '' ? Number.NaN : Number(time)
    transfers.push({
      ref: String(transfers.length + 1),
      payer,
      receiver,
      amountFen: fenOf(value),
      day,
    })
    if (day > lastDay) lastDay = day
  }
  return { folder, accounts, marked, transfers, lastDay }
}
