import { type Cell, decimal, looksLikeFormula, type Sheet } from './cell.ts'
import { zipFile } from './zip.ts'

/** Indexes into `cellXfs` of the style sheet below. */
const style = { plain: 0, money: 1, quoted: 2, title: 3 } as const

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const kinds = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** Text for XML: entities, and without the control characters XML has no way to write. */
function xml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Every text is typed as one; what looks like a formula is marked as quoted besides. */
function textCell(text: string, wanted: number): string {
  const index = wanted === style.plain && looksLikeFormula(text) ? style.quoted : wanted
  return `<c t="inlineStr" s="${index}"><is><t xml:space="preserve">${xml(text)}</t></is></c>`
}

function cellXml(cell: Cell): string {
  if (cell === null) return '<c/>'
  if (typeof cell === 'string') return textCell(cell, style.plain)
  if ('count' in cell) return `<c><v>${cell.count}</v></c>`
  return `<c s="${style.money}"><v>${decimal(cell.hundredths)}</v></c>`
}

function sheetXml({ watermark, titles, rows }: Sheet): string {
  const line = (cells: string) => `<row>${cells}</row>`
  const mark = line(textCell(watermark, style.plain))
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${mark}${line(
    titles.map((title) => textCell(title, style.title)).join(''),
  )}${rows.map((cells) => line(cells.map(cellXml).join(''))).join('')}${mark}</sheetData><headerFooter><oddHeader>&amp;C${xml(
    watermark.replaceAll('&', '&&'),
  )}</oddHeader></headerFooter></worksheet>`
}

const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" numFmtId="4" applyNumberFormat="1"/><xf xfId="0" quotePrefix="1"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`

function part(name: string, kind: string): string {
  return `<Override PartName="${name}" ContentType="${kind}"/>`
}

/** A table as a workbook of one sheet (ECMA-376). The number of the export stands in its properties. */
export function xlsxFile(sheet: Sheet, about: { title: string; exportNo: string }): Buffer {
  const properties = 'application/vnd.openxmlformats-package.core-properties+xml'
  return zipFile([
    {
      name: '[Content_Types].xml',
      content: `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('/xl/workbook.xml', `${kinds}.sheet.main+xml`)}${part('/xl/worksheets/sheet1.xml', `${kinds}.worksheet+xml`)}${part('/xl/styles.xml', `${kinds}.styles+xml`)}${part('/docProps/core.xml', properties)}</Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${declaration}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    },
    {
      name: 'docProps/core.xml',
      content: `${declaration}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${xml(about.title)}</dc:title><dc:identifier>${xml(about.exportNo)}</dc:identifier></cp:coreProperties>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${xml(about.title)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${declaration}<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', content: styles },
    { name: 'xl/worksheets/sheet1.xml', content: sheetXml(sheet) },
  ])
}
