import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type { FlowPeriod } from '#domain/flow/period.ts'
import { useSession } from '../../../stores/session.ts'

const usual: FlowPeriod = 'days90'

/** Period of 资金流向 as the person chose it last, for every customer, until somebody else logs in. */
export const useFlowPeriod = defineStore('flow-period', () => {
  const session = useSession()
  const chosen = ref<FlowPeriod>(usual)

  watch(
    () => session.current?.staffId,
    (now, before) => {
      if (now !== undefined && before !== undefined && now !== before) chosen.value = usual
    },
  )

  return { chosen }
})
