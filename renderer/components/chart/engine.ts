import { BarChart, GraphChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import type { ChartOption } from './option.ts'

use([
  BarChart,
  GraphChart,
  LineChart,
  SankeyChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  LabelLayout,
  CanvasRenderer,
])

/** Above this nothing gets sharper to the eye, only slower to draw. */
const mostPixelRatio = 1.5

/**
 * The canvas painter empties its element by `innerHTML = ''`, which the page's Trusted Types refuse;
 * this element empties itself by `replaceChildren` instead.
 */
function emptyWithoutMarkup(host: HTMLElement): void {
  Object.defineProperty(host, 'innerHTML', {
    configurable: true,
    get: () => '',
    set: () => host.replaceChildren(),
  })
}

/** A drawing in `host`; it neither animates nor writes markup. */
export function draw(host: HTMLElement): EChartsType {
  emptyWithoutMarkup(host)
  return init(host, null, {
    renderer: 'canvas',
    devicePixelRatio: Math.min(window.devicePixelRatio, mostPixelRatio),
  })
}

/** Puts the option in place; whatever was drawn before is gone. */
export function redraw(chart: EChartsType, option: ChartOption): void {
  chart.setOption(
    {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 },
      ...option,
      ...(option.tooltip && !Array.isArray(option.tooltip)
        ? { tooltip: { renderMode: 'richText', confine: true, ...option.tooltip } }
        : {}),
    },
    { notMerge: true },
  )
}
