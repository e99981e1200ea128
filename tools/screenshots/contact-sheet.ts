import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Shot } from './tour.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function figure({ file, scene, size, language, findings }: Shot): string {
  const wrong = findings.map(({ kind, what }) => `<li>${escaped(`${kind}: ${what}`)}</li>`).join('')
  return `<figure data-language="${language}" data-size="${size.width}" data-wrong="${findings.length > 0}">
<a href="${file}"><img src="${file}" alt="${escaped(scene)}" loading="lazy" width="${size.width}" height="${size.height}"></a>
<figcaption>${escaped(scene)} · ${language} · ${size.width} × ${size.height}<ul>${wrong}</ul></figcaption>
</figure>`
}

function choice(name: string, values: readonly (readonly [string, string])[]): string {
  const options = values.map(([value, label]) => `<option value="${value}">${label}</option>`)
  return `<select id="${name}"><option value="">${name}</option>${options.join('')}</select>`
}

/** Writes `index.html` beside the pictures: all of them, to filter and to open. */
export function writeContactSheet(folder: string, shots: readonly Shot[]): void {
  const widths = [...new Set(shots.map(({ size }) => String(size.width)))]
  const page = `<!doctype html>
<meta charset="utf-8">
<title>${shots.length} screens</title>
<style>
body { margin: 16px; background: #f4f6f6; font: 13px/1.5 system-ui, sans-serif; }
form { position: sticky; top: 0; display: flex; gap: 8px; padding: 8px 0; background: inherit; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); gap: 16px; }
figure { margin: 0; }
figure[hidden] { display: none; }
img { width: 100%; height: auto; border: 1px solid #cbd3d3; }
ul { margin: 0; padding-left: 18px; color: #ad1f3b; }
</style>
<form>
<input id="name" type="search" placeholder="name" aria-label="name">
${choice('language', [
  ['zh', '中文'],
  ['en', 'English'],
])}
${choice(
  'size',
  widths.map((width) => [width, width] as const),
)}
${choice('wrong', [['true', 'with findings']])}
</form>
<main>
${shots.map(figure).join('\n')}
</main>
<script>
const of = (id) => document.getElementById(id).value
document.querySelector('form').addEventListener('input', () => {
  for (const figure of document.querySelectorAll('figure')) {
    const { language, size, wrong } = figure.dataset
    const named = figure.textContent.toLowerCase().includes(of('name').toLowerCase())
    const fits = (id, value) => of(id) === '' || of(id) === value
    figure.hidden = !(named && fits('language', language) && fits('size', size) && fits('wrong', wrong))
  }
})
</script>
`
  writeFileSync(join(folder, 'index.html'), page)
}
