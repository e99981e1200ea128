import { describe, expect, test } from 'vitest'
import { isLoopback, readSettings } from '#head-office/server/settings.ts'

const base = {
  HEAD_OFFICE_DATABASE_URL: 'postgres://ocrm@127.0.0.1/ocrm',
  HEAD_OFFICE_DATA_DIR: '/var/lib/ocrm',
}

describe('settings', () => {
  test('listen on loopback where nothing is said', () => {
    expect(readSettings(base)).toEqual({
      databaseUrl: base.HEAD_OFFICE_DATABASE_URL,
      dataDir: base.HEAD_OFFICE_DATA_DIR,
      host: '127.0.0.1',
      port: 8350,
      tls: null,
    })
  })

  test.each(['0.0.0.0', '::', '10.1.2.3', 'branch.example', '128.0.0.1'])(
    'refuse %s without TLS',
    (host) => {
      expect(isLoopback(host)).toBe(false)
      expect(() => readSettings({ ...base, HEAD_OFFICE_HOST: host })).toThrow('TLS')
      const tls = { HEAD_OFFICE_TLS_CERT: 'c.pem', HEAD_OFFICE_TLS_KEY: 'k.pem' }
      expect(readSettings({ ...base, ...tls, HEAD_OFFICE_HOST: host }).tls).toEqual({
        cert: 'c.pem',
        key: 'k.pem',
      })
    },
  )

  test.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('%s is loopback', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  test.each([
    ['HEAD_OFFICE_DATABASE_URL', ''],
    ['HEAD_OFFICE_DATA_DIR', ''],
    ['HEAD_OFFICE_PORT', '70000'],
    ['HEAD_OFFICE_PORT', 'x'],
  ])('name %s when it is wrong', (name, value) => {
    expect(() => readSettings({ ...base, [name]: value })).toThrow(name)
  })
})
