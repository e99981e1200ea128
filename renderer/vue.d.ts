/** For tools that read TypeScript without Vue; the compiler of Vue knows each component's real type. */
declare module '*.vue' {
  import type { Component } from 'vue'
  const component: Component
  export default component
}
