import { computed, defineComponent, h, type PropType, type VNodeChild } from 'vue'
import { useText } from '../../locales/use-text.ts'
import { text } from './cell-parts.ts'
import { type GridColumn, mayBeCut } from './column.ts'

/** What draws the cells: the slots of the grid's owner, by `cell-<column key>`. */
export type CellSlots = Readonly<
  Record<string, ((scope: { row: object; index: number }) => VNodeChild[]) | undefined>
>

/**
 * What a row asks of its grid. It asks where it draws, so each row is drawn anew for what it shows
 * and for nothing else: a scroll concerns the rows that come into view, a key press two of them.
 */
export interface RowHost {
  /** Begin of the rows' ids; the index follows. */
  id: string
  cells: CellSlots
  indexOf: (slot: number) => number
  /** Undefined while it is not fetched. */
  rowAt: (index: number) => object | undefined
  heightPx: () => number
  columns: () => readonly GridColumn<never>[]
  selectable: () => boolean
  isSelected: (index: number) => boolean
  cursor: () => number
  /** Whether rows fly by; those that come then get pictures and spoken words when they rest. */
  flying: () => boolean
  choose: (index: number, range: boolean) => void
}

/** Widths are the grid's (`--c<place>`), so that one that changes redraws no row. */
const widthStyles: string[] = []
const widthStyle = (place: number): string => (widthStyles[place] ??= `width:var(--c${place})`)

/**
 * A row of a grid, used again for another row of the list once it has left the view. Rows and cells
 * are boxes with roles: cells of a real table inherit from their row, so a row that only moves would
 * have the styles of all its cells reckoned anew.
 */
export const GridRow = defineComponent({
  name: 'GridRow',
  props: {
    host: { type: Object as PropType<RowHost>, required: true },
    /** Which of the drawn rows it is. */
    slotIndex: { type: Number, required: true },
  },
  setup({ host, slotIndex }) {
    const { t } = useText()
    const index = computed(() => host.indexOf(slotIndex))
    const row = computed(() => host.rowAt(index.value))
    const selected = computed(() => host.isSelected(index.value))
    const current = computed(() => host.cursor() === index.value)

    const choose = (event: MouseEvent): void => {
      event.stopPropagation()
      host.choose(index.value, event.shiftKey)
    }

    function choice(whole: boolean): VNodeChild {
      return h('div', { class: 'grid__choose', role: 'gridcell', style: widthStyle(0) }, [
        h('input', {
          type: 'checkbox',
          class: 'grid__box',
          tabindex: -1,
          checked: selected.value,
          disabled: row.value === undefined,
          'aria-label': whole ? t('common.grid.selectRow', { row: index.value + 1 }) : undefined,
          onClick: choose,
        }),
      ])
    }

    /** Index that was last drawn with its pictures: a flight that begins leaves them where they are. */
    let drawnWhole = -1

    function cell(column: GridColumn<never>, place: number, whole: boolean): VNodeChild {
      const style = widthStyle(host.selectable() ? place + 1 : place)
      const shown = row.value as never
      const plain = `grid__cell grid__cell--${column.align ?? 'start'}`
      if (!shown)
        return h('div', { key: column.key, role: 'gridcell', class: plain, style }, pending())
      if (column.late && !whole)
        return h('div', { key: column.key, role: 'gridcell', class: plain, style })
      const slot = host.cells[`cell-${column.key}`]
      const words = column.text?.(shown)
      const cut = words === undefined || slot ? column.fits !== true : mayBeCut(column, words)
      const classes = cut ? `${plain} grid__cell--cut` : plain
      const tone = column.tone?.(shown)
      return h(
        'div',
        {
          key: column.key,
          role: 'gridcell',
          style,
          class: tone ? `${classes} ${tone}` : classes,
          title: cut && words ? words : undefined,
          'aria-label': whole ? column.spoken?.(shown) : undefined,
        },
        slot
          ? slot({ row: shown, index: index.value })
          : (column.draw?.(shown, index.value) ?? [text(words ?? '')]),
      )
    }

    return () => {
      const whole = drawnWhole === index.value || !host.flying()
      if (whole) drawnWhole = index.value
      return h(
        'div',
        {
          id: `${host.id}-${index.value}`,
          class:
            `grid__row${current.value ? ' grid__row--cursor' : ''}` +
            (selected.value ? ' grid__row--selected' : ''),
          role: 'row',
          style: `top:${index.value * host.heightPx()}px`,
          'aria-rowindex': index.value + 2,
          'aria-selected': host.selectable() ? selected.value : current.value,
        },
        [
          host.selectable() ? choice(whole) : null,
          ...host.columns().map((column, place) => cell(column, place, whole)),
        ],
      )
    }
  },
})

const pending = (): VNodeChild[] => [h('span', { class: 'grid__pending', 'aria-hidden': true })]
