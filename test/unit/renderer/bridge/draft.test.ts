import { describe, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { type Draft, flushDrafts, forgetUnwritten, useDraft } from '#renderer/bridge/use-draft.ts'
import { answerChannels } from './bridge-double.ts'

interface Form {
  text: string
}

const stored = new Map<string, string>()
let away = false
answerChannels({
  'drafts.load': (request) => {
    const { key } = request as { key: string }
    const value = stored.get(key)
    return Promise.resolve({ ok: true, value: value === undefined ? null : { key, value } })
  },
  'drafts.save': (request) => {
    if (away) return Promise.resolve({ ok: false, error: { code: 'service.restarted' } })
    const { key, value } = request as { key: string; value: string }
    stored.set(key, value)
    return Promise.resolve({ ok: true, value: null })
  },
  'drafts.discard': (request) => {
    stored.delete((request as { key: string }).key)
    return Promise.resolve({ ok: true, value: null })
  },
})

function isForm(value: unknown): value is Form {
  return typeof (value as Form | null)?.text === 'string'
}

function open(key: string): { draft: Draft<Form>; close: () => void } {
  const scope = effectScope()
  const draft = scope.run(() =>
    useDraft<Form>(
      key,
      () => ({ text: '' }),
      (value) => (isForm(value) ? value : null),
    ),
  )
  if (!draft) throw new Error('the scope has ended')
  return { draft, close: () => scope.stop() }
}

describe('a draft', () => {
  test('is written while one types and found again', async () => {
    const first = open('contact:1')
    await first.draft.loaded
    first.draft.form.value.text = '到店'
    expect(first.draft.saved.value).toBe(false)
    await vi.waitFor(() => expect(stored.get('contact:1')).toBe('{"text":"到店"}'))
    first.close()

    const second = open('contact:1')
    await second.draft.loaded
    expect([second.draft.form.value.text, second.draft.restored.value]).toEqual(['到店', true])
    second.close()
  })

  test('is written at once before a lock', async () => {
    const { draft, close } = open('contact:2')
    await draft.loaded
    draft.form.value.text = '未写完'
    await flushDrafts()
    expect(stored.get('contact:2')).toBe('{"text":"未写完"}')
    close()
  })

  test('never overwrites what is typed while it is read', async () => {
    stored.set('contact:3', '{"text":"旧"}')
    const { draft, close } = open('contact:3')
    draft.form.value.text = '新'
    await draft.loaded
    expect(draft.form.value.text).toBe('新')
    close()
  })

  test('that could not be written stays with the page, for the same person', async () => {
    const { draft, close } = open('contact:6')
    await draft.loaded
    draft.form.value.text = '服务中断时写的'
    away = true
    await flushDrafts()
    close()
    away = false
    expect(stored.has('contact:6')).toBe(false)

    const again = open('contact:6')
    await again.draft.loaded
    expect(again.draft.form.value.text).toBe('服务中断时写的')
    expect(stored.get('contact:6')).toBe('{"text":"服务中断时写的"}')

    away = true
    again.draft.form.value.text = '再写'
    await flushDrafts()
    again.close()
    away = false
    forgetUnwritten()
    await flushDrafts()
    expect(stored.get('contact:6')).toBe('{"text":"服务中断时写的"}')
  })

  test('of another shape is ignored', async () => {
    stored.set('contact:4', '{"other":1}')
    const { draft, close } = open('contact:4')
    await draft.loaded
    expect([draft.form.value, draft.restored.value]).toEqual([{ text: '' }, false])
    close()
  })

  test('is forgotten when it is discarded', async () => {
    const { draft, close } = open('contact:5')
    await draft.loaded
    draft.form.value.text = '提交了'
    await draft.discard()
    await flushDrafts()
    close()
    expect([draft.form.value.text, stored.has('contact:5')]).toEqual(['', false])
  })

  test('that is forgotten leaves the form as it stands, and is not written again', async () => {
    const { draft, close } = open('contact:7')
    await draft.loaded
    draft.form.value.text = '提交了'
    await flushDrafts()
    expect(stored.has('contact:7')).toBe(true)
    await draft.forget()
    close()
    await flushDrafts()
    expect([draft.form.value.text, stored.has('contact:7')]).toEqual(['提交了', false])
  })
})
