import { join } from 'node:path'
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

/** What the tour is to do. */
export interface TourOptions {
  folder: string
  check: boolean
  sizes: readonly Size[]
  languages: readonly Language[]
  /** Whether a scene is photographed; it is played in any case. */
  wanted: (scene: Scene) => boolean
  taken: (shot: Shot) => void
}

/** Plays the scenes in order and photographs each in every language and size. */
export async function tour(
  stage: Stage,
  scenes: readonly Scene[],
  options: TourOptions,
): Promise<void> {
  for (const scene of scenes) {
    const terminal = await scene.enter(stage)
    if (options.wanted(scene)) await photograph(stage, scene, terminal, options)
    await terminal.page.setViewportSize(scene.sizes?.[0] ?? usualSize)
    if (scene.leave) await scene.leave(stage)
    await terminal.speak('zh')
  }
}

async function photograph(
  stage: Stage,
  scene: Scene,
  terminal: Terminal,
  options: TourOptions,
): Promise<void> {
  const sizes = scene.sizes ?? options.sizes
  for (const language of options.languages) {
    for (const size of sizes) {
      if (scene.reenter && scene.leave) await scene.leave(stage)
      await terminal.page.setViewportSize(size)
      await terminal.speak(language)
      if (scene.reenter) await scene.enter(stage)
      await terminal.settle()
      const file = `${scene.name}-${language}-${size.width}x${size.height}.png`
      await terminal.page.screenshot({ path: join(options.folder, file) })
      const findings = options.check ? await examine(terminal.page) : []
      // Where the focus goes depends on neither size nor language; the smallest window hides most.
      if (options.check && language === 'zh' && size === sizes.at(-1)) {
        findings.push(...(await examineFocus(terminal.page)))
      }
      options.taken({ file, scene: scene.name, size, language, findings })
    }
  }
}
