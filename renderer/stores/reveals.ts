import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * Which masked field shows its value: at most one at a time in the whole window. While one does,
 * the window carries the staff number as a watermark.
 */
export const useReveals = defineStore('reveals', () => {
  const open = ref<symbol | null>(null)

  return {
    open,
    take: (field: symbol) => {
      open.value = field
    },
    release: (field: symbol) => {
      if (open.value === field) open.value = null
    },
  }
})
