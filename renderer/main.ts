import 'element-plus/dist/index.css'
import './styles/tokens.css'
import './styles/element.css'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app.vue'
import { i18n } from './locales/index.ts'
import { createPages } from './router.ts'
import { knowStores } from './stores/branch-stores.ts'

const pinia = createPinia()
pinia.use(knowStores)
createApp(App).use(pinia).use(i18n).use(createPages(pinia)).mount('#app')
