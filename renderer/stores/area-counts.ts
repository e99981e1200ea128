import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * Counts beside the entries of the navigation. A feature says its own count when it has read it
 * anyway: the frame never asks for one, because asking counts as use of the module.
 */
export const useAreaCounts = defineStore('area-counts', () => {
  const counts = ref<Record<string, number>>({})

  return {
    counts,
    say: (area: string, count: number) => {
      counts.value = { ...counts.value, [area]: count }
    },
    clear: () => {
      counts.value = {}
    },
  }
})
