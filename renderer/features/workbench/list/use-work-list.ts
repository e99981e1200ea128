import { ref } from 'vue'
import type { WorkRow } from '#contract/ipc/workbench-views.ts'
import type { TaskGroup } from '#domain/workbench/groups.ts'
import { call } from '../../../bridge/call.ts'
import { usePagedRows } from '../../../bridge/use-paged-rows.ts'

/** Rows of one page: three screens of them, some 35 kB. */
const pageRows = 40

/** 今日优先, page by page in order of work; of one group, or of all. */
export function useWorkList() {
  const group = ref<TaskGroup | 'all'>('all')
  const paged = usePagedRows<WorkRow>(
    (offset, limit) =>
      call('workbench.rows', {
        group: group.value === 'all' ? null : group.value,
        offset,
        limit,
      }),
    pageRows,
  )

  async function choose(next: TaskGroup | 'all'): Promise<void> {
    group.value = next
    await paged.reset()
  }

  return { ...paged, group, choose, run: paged.reload }
}

/** The list as its panel shows it. */
export type WorkRows = ReturnType<typeof useWorkList>
