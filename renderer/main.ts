import 'element-plus/dist/index.css'
import './styles/tokens.css'
import './styles/element.css'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app.vue'
import { i18n } from './locales/index.ts'
import { createPages } from './router.ts'

const pinia = createPinia()
createApp(App).use(pinia).use(i18n).use(createPages(pinia)).mount('#app')
