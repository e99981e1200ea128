import { defineStore } from 'pinia'
import { ref } from 'vue'

/** The wall clock for things that count down on screen, ms UTC, moved on every second. */
export const useNow = defineStore('now', () => {
  const ms = ref(Date.now())

  return {
    ms,
    start: () => {
      const timer = setInterval(() => (ms.value = Date.now()), 1000)
      return () => clearInterval(timer)
    },
  }
})
