/** The two tones of a P0 card: pitch (Hz) and when each begins (s). */
const tones = [
  { pitch: 740, at: 0 },
  { pitch: 988, at: 0.18 },
] as const
const toneSeconds = 0.16
/** Half of full loudness is plenty beside a customer. */
const loudness = 0.12

let context: AudioContext | null = null

/**
 * Plays the tone that a P0 card came up. Without a loudspeaker, or where the system refuses sound,
 * nothing happens: the notice says the same.
 */
export function playChime(): void {
  try {
    context ??= new AudioContext()
    const audio = context
    void audio.resume().catch(() => undefined)
    for (const { pitch, at } of tones) {
      const begins = audio.currentTime + at
      const gain = audio.createGain()
      gain.gain.setValueAtTime(loudness, begins)
      gain.gain.exponentialRampToValueAtTime(0.001, begins + toneSeconds)
      const tone = audio.createOscillator()
      tone.frequency.value = pitch
      tone.connect(gain).connect(audio.destination)
      tone.start(begins)
      tone.stop(begins + toneSeconds)
    }
  } catch {
    context = null
  }
}
