import type { EChartsType } from 'echarts/core'
import { onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue'
import type { ChartOption } from './option.ts'

/**
 * Draws into `host` once it comes near the view, and again when the option or the size changes. The
 * drawing library is fetched with the first chart. `failed` says that it could not be had; `picked` is
 * told the name of what is pressed in it.
 */
export function useDrawing(
  host: Readonly<Ref<HTMLElement | null>>,
  option: () => ChartOption,
  picked: (name: string) => void = () => {},
): { failed: Readonly<Ref<boolean>> } {
  const failed = ref(false)
  let chart: EChartsType | null = null
  let redraw: ((chart: EChartsType, option: ChartOption) => void) | null = null
  let gone = false

  const resized = new ResizeObserver(() => chart?.resize())
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      seen.disconnect()
      void begin()
    },
    { rootMargin: '200px' },
  )

  async function begin(): Promise<void> {
    try {
      const engine = await import('./engine.ts')
      if (gone || !host.value || chart) return
      chart = engine.draw(host.value)
      redraw = engine.redraw
      redraw(chart, option())
      chart.on('click', ({ name }) => picked(name))
      resized.observe(host.value)
    } catch (thrown) {
      console.error(thrown)
      failed.value = true
    }
  }

  watch(option, (next) => {
    if (chart && redraw) redraw(chart, next)
  })

  onMounted(() => {
    if (host.value) seen.observe(host.value)
  })
  onBeforeUnmount(() => {
    gone = true
    seen.disconnect()
    resized.disconnect()
    chart?.dispose()
    chart = null
  })

  return { failed }
}
