import { join } from 'node:path'
import { messages } from '#renderer/locales/index.ts'
import { examine, type Finding } from './examine.ts'
import { examineFocus } from './focus.ts'
import { type Language, type Scene, type Size, sizes, type Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

const usualSize = sizes[0] ?? { width: 1366, height: 768 }

/** A picture that was taken, and what is wrong on it. */
export interface Shot {
  file: string
  scene: string
  size: Size
  language: Language
  findings: Finding[]
}

interface Look {
  size: Size
  language: Language
}

/** Name of the file a picture stands in. */
export function fileOf(scene: Scene, size: Size, language: Language): string {
  return `${scene.name}-${language}-${size.width}x${size.height}.png`
}

/** What the tour is to do. */
export interface TourOptions {
  folder: string
  check: boolean
  sizes: readonly Size[]
  languages: readonly Language[]
  /** Whether a picture is to be taken; scenes without any are played only where others need them. */
  wanted: (scene: Scene, size: Size, language: Language) => boolean
  taken: (shot: Shot) => void
  /** Called for a scene that could not be played to its end. */
  failed: (scene: Scene, why: string) => void
}

/** Plays the scenes in order and photographs each in every language and size. */
export async function tour(
  stage: Stage,
  scenes: readonly Scene[],
  options: TourOptions,
): Promise<void> {
  for (const scene of scenes) {
    const looks = options.languages.flatMap((language) =>
      (scene.sizes ?? options.sizes).map((size) => ({ language, size })),
    )
    const open = looks.filter(({ size, language }) => options.wanted(scene, size, language))
    if (open.length === 0 && !scene.carries) continue
    try {
      const terminal = await scene.enter(stage)
      for (const look of open) {
        const last = look === open.at(-1)
        await photograph(stage, scene, terminal, { ...options, ...look, last })
      }
      await terminal.page.setViewportSize(scene.sizes?.[0] ?? usualSize)
      if (scene.leave) await scene.leave(stage)
      await speak(stage, terminal, 'zh')
    } catch (thrown) {
      options.failed(scene, thrown instanceof Error ? thrown.message : String(thrown))
      // Later scenes need what this one does; without it they would only fail in their turn.
      if (scene.carries) throw thrown
      await recover(stage)
    }
  }
}

/** Puts away what a scene that failed left open, so that the next one begins on a plain page. */
async function recover(stage: Stage): Promise<void> {
  const terminals = [stage.first, stage.second]
  for (const { page } of terminals) {
    await page.setViewportSize(usualSize)
    await page.evaluate(() => globalThis.location.reload())
    await page.locator('main, .login, .lock').first().waitFor()
  }
  for (const terminal of terminals) await terminal.speak('zh').catch(() => undefined)
  stage.words = messages.zh
}

async function speak(stage: Stage, terminal: Terminal, language: Language): Promise<void> {
  await terminal.speak(language)
  stage.words = messages[language]
}

async function photograph(
  stage: Stage,
  scene: Scene,
  terminal: Terminal,
  { folder, check, language, size, last, taken }: TourOptions & Look & { last: boolean },
): Promise<void> {
  if (scene.reenter && scene.leave) await scene.leave(stage)
  await terminal.page.setViewportSize(size)
  await speak(stage, terminal, language)
  if (scene.reenter) await scene.enter(stage)
  await terminal.settle()
  const file = fileOf(scene, size, language)
  await terminal.page.screenshot({ path: join(folder, file) })
  const findings = check ? await examine(terminal.page) : []
  // Where the focus goes depends on neither size nor language; the last and smallest hides most.
  if (check && last) findings.push(...(await examineFocus(terminal.page)))
  taken({ file, scene: scene.name, size, language, findings })
}
