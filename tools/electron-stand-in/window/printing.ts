import type { Values } from '../browser/pipe.ts'

/** The options of Electron's `printToPDF` that the stand-in honours. Margins in inches. */
export interface PdfOptions {
  landscape?: boolean
  displayHeaderFooter?: boolean
  printBackground?: boolean
  scale?: number
  pageSize?: string | { width: number; height: number }
  margins?: { top?: number; bottom?: number; left?: number; right?: number }
  pageRanges?: string
  headerTemplate?: string
  footerTemplate?: string
  preferCSSPageSize?: boolean
  generateTaggedPDF?: boolean
  generateDocumentOutline?: boolean
}

/** Width and height in inches. */
const paper: Record<string, readonly [number, number]> = {
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
  Tabloid: [11, 17],
}

/** Parameters of DevTools' `Page.printToPDF`. */
export function pdfParameters(options: PdfOptions): Values {
  const { pageSize, margins, ...same } = options
  const size =
    typeof pageSize === 'object' ? [pageSize.width, pageSize.height] : paper[pageSize ?? 'Letter']
  return {
    ...same,
    paperWidth: size?.[0],
    paperHeight: size?.[1],
    marginTop: margins?.top,
    marginBottom: margins?.bottom,
    marginLeft: margins?.left,
    marginRight: margins?.right,
  }
}
