import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * The customers a record was opened among, where that was not the customer list: hits of the search
 * box, a work list. Ctrl ↑/↓ walks along them.
 */
export const useRecordTrail = defineStore('record-trail', () => {
  const ids = ref<readonly string[]>([])
  const name = ref('')

  return {
    ids,
    /** What the customers have in common, in words. */
    name,
    follow: (customerIds: readonly string[], called: string) => {
      ids.value = customerIds
      name.value = called
    },
    leave: () => {
      ids.value = []
      name.value = ''
    },
  }
})
