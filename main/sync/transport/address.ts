import { AppError } from '#contract/errors.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Head office's address with a trailing slash. Plain HTTP is for loopback alone: anything else
 * without TLS throws `config.invalid`.
 */
export function headOfficeAddress(url: string): URL {
  const address = new URL(url.endsWith('/') ? url : `${url}/`)
  const plain = address.protocol === 'http:'
  if (address.protocol !== 'https:' && !(plain && loopback.test(address.hostname))) {
    throw new AppError('config.invalid', { field: 'headOfficeUrl' })
  }
  return address
}
