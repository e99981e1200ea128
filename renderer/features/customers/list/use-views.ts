import { computed, ref } from 'vue'
import { AppError } from '#contract/errors.ts'
import type { Request } from '#contract/ipc.ts'
import { asAppError, call } from '../../../bridge/call.ts'
import { useText } from '../../../locales/use-text.ts'
import { useNotices } from '../../../stores/notices.ts'
import { useViewName } from './use-view-name.ts'
import { useCustomerList } from './customer-list.ts'

type Content = Request<'customers.saveView'>

/** Saving, renaming and deleting the person's own views. */
export function useViews() {
  const list = useCustomerList()
  const notices = useNotices()
  const { t } = useText()
  const nameOf = useViewName()
  /** Which dialog asks for a name. */
  const naming = ref<'new' | 'rename' | null>(null)

  /** What is on screen, as a view keeps it. */
  function shown(): Omit<Content, 'id' | 'name'> {
    const { filter, sort, descending } = list.request(0, 1)
    return { filter, order: { sort, descending }, columns: list.columns }
  }

  /** The view on screen as it is kept now. */
  function kept(): Content | null {
    const { key, filter, own } = list.view
    return own ? { id: key, filter, ...own } : null
  }

  /** Refuses a name under which one of the product's views stands already; own ones the service knows. */
  async function keepNamed(name: string): Promise<void> {
    if (list.views.some((view) => view.own === null && nameOf(view) === name)) {
      throw new AppError('view.nameTaken')
    }
    const known = naming.value === 'rename' ? kept() : null
    const content: Content = known ? { ...known, name } : { id: null, name, ...shown() }
    const { id } = await call('customers.saveView', content)
    await list.readViews()
    list.viewKey = id
    notices.confirm(t('customers.views.saved', { name }))
  }

  async function quietly(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (thrown) {
      list.fail(asAppError(thrown))
    }
  }

  /** Puts what is on screen into the active view. */
  const update = (): Promise<void> =>
    quietly(async () => {
      const known = kept()
      if (!known) return
      await call('customers.saveView', { ...known, ...shown() })
      await list.readViews()
      notices.confirm(t('customers.views.saved', { name: known.name }))
    })

  const remove = (): Promise<void> =>
    quietly(async () => {
      const known = kept()
      if (!known?.id) return
      await call('customers.deleteView', { id: known.id })
      await list.choose('all')
      await list.readViews()
      notices.confirm(t('customers.views.deleted', { name: known.name }), {
        label: t('customers.views.undo'),
        run: () =>
          quietly(async () => {
            await call('customers.saveView', known)
            await list.readViews()
            await list.choose(known.id ?? 'all')
          }),
      })
    })

  return {
    naming,
    dialogTitle: computed(() =>
      t(naming.value === 'rename' ? 'customers.views.rename' : 'customers.views.saveTitle'),
    ),
    dialogName: computed(() => (naming.value === 'rename' ? (list.view.own?.name ?? '') : '')),
    keepNamed,
    update,
    remove,
  }
}
