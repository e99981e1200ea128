import { computed, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import type { TextKey } from '../locales/use-text.ts'
import { usePractice } from '../stores/practice.ts'
import { useSession } from '../stores/session.ts'
import { type NavEntry, navigation } from './navigation.ts'

/** The navigation of the person who is logged in; groups without entries are left out. */
export function useNavigation(): ComputedRef<{ title: TextKey; entries: NavEntry[] }[]> {
  const router = useRouter()
  const session = useSession()
  const practice = usePractice()
  return computed(() =>
    navigation
      .map(({ title, entries }) => ({
        title,
        entries: entries.filter(
          (entry) =>
            router.hasRoute(entry.route) &&
            (entry.practised || !practice.active) &&
            session.current !== null &&
            entry.may(session.current),
        ),
      }))
      .filter(({ entries }) => entries.length > 0),
  )
}
