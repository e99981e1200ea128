import { computed, onMounted, ref, watch } from 'vue'
import type { LocalAccount } from '#contract/ipc/session.ts'
import { call } from '../../bridge/call.ts'
import { useAct } from '../../bridge/use-act.ts'
import { useCall } from '../../bridge/use-call.ts'
import type { TextKey } from '../../locales/use-text.ts'
import { useNow } from '../../stores/now.ts'
import { useSession } from '../../stores/session.ts'
import { useStatus } from '../../stores/status.ts'
import { accountState, firstUsable, lastOnline } from './account.ts'

/** The two ways in. */
export type Way = 'online' | 'offline'

/** What the login page does: which way, who, the attempt and what came of it. */
export function useLogin() {
  const session = useSession()
  const status = useStatus()
  const now = useNow()
  const accounts = useCall(() => call('session.accounts'))
  const way = ref<Way>('online')
  /** Whether the person chose the way; then the connection no longer changes it. */
  const chosenWay = ref(false)
  const staffNo = ref('')
  const chosen = ref<string | null>(null)
  const password = ref('')
  const missing = ref<TextKey | null>(null)

  const list = computed<readonly LocalAccount[]>(() => accounts.value.value ?? [])
  const account = computed(() => {
    const wanted = way.value === 'offline' ? chosen.value : staffNo.value.trim()
    return list.value.find((entry) => entry.staffNo === wanted) ?? null
  })
  const accountNow = computed(() => (account.value ? accountState(account.value, now.ms) : null))

  function choose(next: Way): void {
    chosenWay.value = true
    way.value = next
    missing.value = null
    attempt.error.value = null
  }

  function problem(): TextKey | null {
    if (way.value === 'offline' && chosen.value === null) return 'login.fill.account'
    if (way.value === 'online' && staffNo.value.trim() === '') return 'login.fill.staffNo'
    return password.value === '' ? 'login.fill.password' : null
  }

  const attempt = useAct(async () => {
    const offline = way.value === 'offline'
    const who = offline ? (chosen.value ?? '') : staffNo.value.trim()
    try {
      await session.login(who, password.value, offline)
    } finally {
      password.value = ''
      await accounts.run()
    }
  })

  async function submit(): Promise<void> {
    missing.value = problem()
    if (missing.value === null) await attempt.run()
  }

  watch(
    () => [status.offline, list.value.length] as const,
    ([offline, count]) => {
      if (!chosenWay.value) way.value = offline && count > 0 ? 'offline' : 'online'
      chosen.value ??= firstUsable(list.value, now.ms)?.staffNo ?? null
    },
    { immediate: true },
  )
  watch([staffNo, chosen, password], () => (missing.value = null))

  onMounted(async () => {
    await accounts.run()
    staffNo.value ||= session.lastStaffNo ?? lastOnline(list.value)?.staffNo ?? ''
  })

  return {
    accounts,
    list,
    way,
    staffNo,
    chosen,
    password,
    missing,
    account,
    accountNow,
    attempt,
    choose,
    submit,
  }
}

/** The login page's behaviour, as its parts receive it. */
export type Login = ReturnType<typeof useLogin>
