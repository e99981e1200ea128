import { computed, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import { asAppError } from '../../bridge/call.ts'
import { useText } from '../../locales/use-text.ts'
import { useLanguage } from '../../stores/language.ts'
import { useSession } from '../../stores/session.ts'
import { useNavigation } from '../use-navigation.ts'
import type { PaletteFunction } from './functions.ts'

/** Every function the person may use now: the pages, then lock, language, shortcuts, log out. */
export function useFunctions(shortcuts: () => void): ComputedRef<PaletteFunction[]> {
  const { t } = useText()
  const router = useRouter()
  const session = useSession()
  const language = useLanguage()
  const groups = useNavigation()

  return computed(() => [
    ...groups.value.flatMap(({ entries }) =>
      entries.map((entry) => ({
        key: entry.route,
        label: t(entry.label),
        keywords: t(entry.keywords),
        run: () => void router.push({ name: entry.route }),
      })),
    ),
    {
      key: 'lock',
      label: t('frame.user.lock'),
      keywords: t('frame.find.lock'),
      run: () => void session.lock().catch(asAppError),
    },
    {
      key: 'language',
      label: t('frame.status.languageSwitch'),
      keywords: t('frame.find.language'),
      run: () => void language.toggle().catch(asAppError),
    },
    {
      key: 'shortcuts',
      label: t('frame.status.shortcuts'),
      keywords: t('frame.find.shortcuts'),
      run: shortcuts,
    },
    {
      key: 'logout',
      label: t('frame.user.logout'),
      keywords: t('frame.find.logout'),
      run: () => void session.logout().catch(asAppError),
    },
  ])
}
