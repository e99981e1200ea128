import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '#contract/errors.ts'
import { loadConfig } from '#main/shell/config.ts'

let folder: string
let file: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocrm-config-'))
  file = join(folder, 'terminal.json')
})
afterAll(() => rmSync(folder, { recursive: true }))

const good = { headOfficeUrl: 'https://ho.bank.example', deviceName: 'CG-PC-07' }

async function problemOf(content: string): Promise<unknown> {
  writeFileSync(file, content)
  const error = await loadConfig(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  return (error as AppError).toValue()
}

describe('terminal.json', () => {
  test('is read as IT wrote it, also with a byte order mark', async () => {
    writeFileSync(file, `\uFEFF${JSON.stringify(good)}`)
    expect(await loadConfig(file)).toEqual({ ...good, demo: false })
  })

  test('names the reason when it is missing, unreadable or no JSON', async () => {
    const nowhere = join(folder, 'nowhere.json')
    await expect(loadConfig(nowhere)).rejects.toMatchObject({ data: { reason: 'missing' } })
    const directory = join(folder, 'directory.json')
    mkdirSync(directory)
    await expect(loadConfig(directory)).rejects.toMatchObject({ data: { reason: 'unreadable' } })
    expect(await problemOf('{')).toMatchObject({
      code: 'config.invalid',
      data: { reason: 'notJson' },
    })
  })

  test('names wrong and unknown fields, never values', async () => {
    const value = await problemOf(
      JSON.stringify({ ...good, deviceName: '', enrolmentCode: 'secret', colour: 'red' }),
    )
    expect(value).toEqual({
      code: 'config.invalid',
      data: { file, reason: 'invalid', fields: 'enrolmentCode, deviceName, colour' },
    })
    expect(JSON.stringify(value)).not.toContain('secret')
  })

  test.each([
    ['https://ho.bank.example/', true],
    ['https://10.0.0.5:8350', true],
    ['http://127.0.0.1:8350', true],
    ['http://localhost:8350', true],
    ['http://[::1]:8350', true],
    ['http://ho.bank.example', false],
    ['http://127.0.0.1.evil.example', false],
    ['https://user:password@ho.bank.example', false],
    ['ftp://ho.bank.example', false],
    ['ho.bank.example', false],
  ])('head office at %s: %s', async (headOfficeUrl, accepted) => {
    writeFileSync(file, JSON.stringify({ ...good, headOfficeUrl }))
    const outcome = loadConfig(file)
    if (accepted) expect((await outcome).headOfficeUrl).toBe(headOfficeUrl)
    else await expect(outcome).rejects.toMatchObject({ data: { fields: 'headOfficeUrl' } })
  })
})
