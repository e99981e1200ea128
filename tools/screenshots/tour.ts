import { join } from 'node:path'
import { examine, type Finding } from './examine.ts'
import type { Scene, Stage } from './scene.ts'
import type { Language, Terminal } from './terminal.ts'

/** Sizes of the window in CSS px; the last is 1366 × 768 at 125 %. */
const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 1093, height: 614 },
] as const

const languages: readonly Language[] = ['zh', 'en']

/** A picture that was taken, and what is wrong on it. */
export interface Shot {
  file: string
  findings: Finding[]
}

/** What the tour is to do. */
export interface TourOptions {
  folder: string
  check: boolean
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
    await terminal.page.setViewportSize(sizes[0])
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
  for (const language of languages) {
    for (const size of sizes) {
      if (scene.reenter && scene.leave) await scene.leave(stage)
      await terminal.page.setViewportSize(size)
      await terminal.speak(language)
      if (scene.reenter) await scene.enter(stage)
      await terminal.settle()
      const file = `${scene.name}-${language}-${size.width}x${size.height}.png`
      await terminal.page.screenshot({ path: join(options.folder, file) })
      options.taken({ file, findings: options.check ? await examine(terminal.page) : [] })
    }
  }
}
