import { defineComponent, h, type PropType, type VNodeChild } from 'vue'
import { useText } from '../../locales/use-text.ts'
import type { GridColumn } from './column.ts'

/** What draws the cells: the slots of the grid's owner, by `cell-<column key>`. */
export type CellSlots = Readonly<
  Record<string, ((scope: { row: object; index: number }) => VNodeChild) | undefined>
>

/**
 * A row of a grid. It is a component of its own so that scrolling draws only the rows that are new,
 * and it is used again for another row once it has left the view: cells keep no state of their own.
 */
export const GridRow = defineComponent({
  name: 'GridRow',
  props: {
    /** Undefined while it is not fetched. */
    row: { type: Object as PropType<object | undefined>, default: undefined },
    index: { type: Number, required: true },
    /** Where it stands, px from the first row's top. */
    top: { type: Number, required: true },
    columns: { type: Array as PropType<readonly GridColumn<never>[]>, required: true },
    cells: { type: Object as PropType<CellSlots>, required: true },
    selectable: { type: Boolean, required: true },
    selected: { type: Boolean, required: true },
    current: { type: Boolean, required: true },
    extraClass: { type: String, required: true },
  },
  emits: {
    choose: (index: number, range: boolean) =>
      Number.isInteger(index) && typeof range === 'boolean',
  },
  setup(props, { emit }) {
    const { t } = useText()

    function choice(): VNodeChild {
      return h('td', { class: 'grid__choose', role: 'gridcell' }, [
        h('input', {
          type: 'checkbox',
          class: 'grid__box',
          tabindex: -1,
          checked: props.selected,
          disabled: props.row === undefined,
          'aria-label': t('common.grid.selectRow', { row: props.index + 1 }),
          onClick: (event: MouseEvent) => {
            event.stopPropagation()
            emit('choose', props.index, event.shiftKey)
          },
        }),
      ])
    }

    function content(column: GridColumn<never>, row: object): VNodeChild {
      const cell = props.cells[`cell-${column.key}`]
      return cell ? cell({ row, index: props.index }) : column.text?.(row as never)
    }

    function cell(column: GridColumn<never>): VNodeChild {
      const { row } = props
      return h(
        'td',
        {
          key: column.key,
          role: 'gridcell',
          class: `grid__cell grid__cell--${column.align ?? 'start'}`,
          title: row && column.text ? column.text(row as never) : undefined,
        },
        row ? [content(column, row)] : [h('span', { class: 'grid__pending', 'aria-hidden': true })],
      )
    }

    return () =>
      h(
        'tr',
        {
          class: [
            'grid__row',
            props.current ? 'grid__row--cursor' : '',
            props.selected ? 'grid__row--selected' : '',
            props.extraClass,
          ],
          role: 'row',
          style: { top: `${props.top}px` },
          'aria-rowindex': props.index + 2,
          'aria-selected': props.selectable ? props.selected : props.current,
        },
        [props.selectable ? choice() : null, ...props.columns.map(cell)],
      )
  },
})
