import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const repository = join(import.meta.dirname, '../../../..')
const product = ['main', 'preload', 'renderer', 'db', 'platform', 'domain', 'contract']

/** Files of the product that contain `pattern` outside comments, relative to the repository. */
function filesWith(pattern: RegExp): string[] {
  return product.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|vue|html)$/.test(path))
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => {
        const text = readFileSync(join(repository, path), 'utf8')
        return pattern.test(text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
      }),
  )
}

test('windows are made in one place', () => {
  expect(filesWith(/new [\w.]*BrowserWindow\b/)).toEqual(['main/shell/windows.ts'])
  expect(filesWith(/webPreferences:/)).toEqual(['main/shell/windows.ts'])
  expect(filesWith(/BrowserView|WebContentsView|<webview/)).toEqual([])
})

test('raw messages exist in the preload and in the composition root alone', () => {
  expect(filesWith(/ipcRenderer/)).toEqual(['preload/index.ts'])
  expect(filesWith(/ipcMain/)).toEqual(['main/index.ts'])
  expect(filesWith(/window\.branch/)).toEqual(['renderer/bridge/call.ts'])
})

test('values of electron are imported by the composition root and the preload alone', () => {
  expect(filesWith(/^import (?!type )[^;]*? from 'electron'/m).sort()).toEqual([
    'main/index.ts',
    'preload/index.ts',
  ])
})

test('nothing is loaded by file address, nor is the deprecated key store used', () => {
  expect(filesWith(/file:\/\/|loadFile\(/)).toEqual([])
  expect(filesWith(/\b(?:en|de)cryptString\(|isEncryptionAvailable\(/)).toEqual([])
})

test('the entry page holds no inline script or style', () => {
  const html = readFileSync(join(repository, 'renderer/index.html'), 'utf8')
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
})
