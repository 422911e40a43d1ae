/** The parts of a workbook that say how its sheets hang together (ISO 29500, SpreadsheetML and its package). */
import { toIso } from '../../domain/time.ts';
import { LOOKS } from './colours.ts';
import { xmlText } from './text.ts';

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
export const PACKAGE_LINK = `${PACKAGE}/relationships`;
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles of cells by their place in the style sheet. */
export const STYLE = { plain: 0, time: 1, heading: 2, day: 3, numbers: 4, label: 5 } as const;
/** How a day is shown. */
export const DAY_FORMAT = 'yyyy\\-mm\\-dd';

/** A part beside the sheets. */
export interface Part {
  readonly path: string;
  readonly xml: string;
  /** What it is; none where its ending tells. */
  readonly type?: string;
}

export interface SheetPlace {
  readonly name: string;
  /** The cells the filter is over, such as `A1:F20`; null is none. */
  readonly filter: string | null;
  /** The cells that are printed: texts that stand over the last column get no pages of their own. */
  readonly printed: string | null;
}

export interface Book {
  readonly sheets: readonly SheetPlace[];
  /** What is drawn on them. */
  readonly drawn: readonly Part[];
  readonly creator: string;
  /** UTC ms. */
  readonly createdAt: number;
}

export const sheetPath = (at: number): string => `xl/worksheets/sheet${at + 1}.xml`;

/** Every part but the sheets and the shared strings, by its path. */
export function bookParts(book: Book): readonly (readonly [path: string, xml: string])[] {
  return [
    ['[Content_Types].xml', contentTypes(book)],
    ['_rels/.rels', PACKAGE_LINKS],
    ['docProps/core.xml', coreProperties(book)],
    ['xl/workbook.xml', workbook(book)],
    ['xl/_rels/workbook.xml.rels', workbookLinks(book)],
    ['xl/styles.xml', STYLES],
    ...book.drawn.map(({ path, xml }) => [path, xml] as const),
  ];
}

function contentTypes({ sheets, drawn }: Book): string {
  const part = (path: string, type: string) => `<Override PartName="/${path}" ContentType="${type}"/>`;
  const parts = [
    part('xl/workbook.xml', `${SHEET_TYPE}.sheet.main+xml`),
    ...sheets.map((_, at) => part(sheetPath(at), `${SHEET_TYPE}.worksheet+xml`)),
    part('xl/sharedStrings.xml', `${SHEET_TYPE}.sharedStrings+xml`),
    part('xl/styles.xml', `${SHEET_TYPE}.styles+xml`),
    part('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
    ...drawn.flatMap(({ path, type }) => (type === undefined ? [] : [part(path, type)])),
  ];
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.join('')}</Types>`;
}

const link = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;
const links = (all: readonly string[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;

const PACKAGE_LINKS = links([
  link('rId1', `${OFFICE}/relationships/officeDocument`, 'xl/workbook.xml'),
  link('rId2', `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'),
]);

function workbookLinks({ sheets }: Book): string {
  const type = (name: string) => `${OFFICE}/relationships/${name}`;
  return links([
    ...sheets.map((_, at) => link(`rId${at + 1}`, type('worksheet'), `worksheets/sheet${at + 1}.xml`)),
    link(`rId${sheets.length + 1}`, type('styles'), 'styles.xml'),
    link(`rId${sheets.length + 2}`, type('sharedStrings'), 'sharedStrings.xml'),
  ]);
}

function coreProperties({ creator, createdAt }: Book): string {
  const stamp = (toIso(createdAt) ?? '').replace(/\.\d+Z$/, 'Z');
  const instant = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${stamp}</dcterms:${name}>`;
  const names =
    `xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  return `${XML}<cp:coreProperties ${names}><dc:creator>${xmlText(creator)}</dc:creator>${instant('created')}${instant('modified')}</cp:coreProperties>`;
}

function workbook({ sheets }: Book): string {
  const list = sheets.map(
    ({ name }, at) => `<sheet name="${quotedName(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  const filters = sheets.flatMap(({ name, filter, printed }, at) => {
    if (filter === null) return [];
    const named = (what: string, cells: string) =>
      `<definedName name="_xlnm.${what} localSheetId="${at}">'${xmlText(name).replaceAll("'", "''")}'!${cells}</definedName>`;
    const fixed = (cells: string) => cells.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
    return [
      // Excel looks for the filter's cells under this name too.
      named('_FilterDatabase" hidden="1"', fixed(filter)),
      ...(printed === null ? [] : [named('Print_Area"', fixed(printed))]),
      // The heading is on every printed page.
      named('Print_Titles"', '$1:$1'),
    ];
  });
  const names = filters.length === 0 ? '' : `<definedNames>${filters.join('')}</definedNames>`;
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/relationships"><bookViews><workbookView/></bookViews><sheets>${list.join('')}</sheets>${names}</workbook>`;
}

/** Looks a rule gives a cell. */
const DIFFERENT = Object.values(LOOKS).map(
  ({ text, ground }) =>
    `<dxf><font><color rgb="FF${text}"/></font><fill><patternFill><bgColor rgb="FF${ground}"/></patternFill></fill></dxf>`,
);
const quotedName = (name: string): string => xmlText(name).replaceAll('"', '&quot;');
const FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>';
/** Of the row that stays. */
const HEADING = 'fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1"';
const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}">` +
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/>' +
  `<numFmt numFmtId="165" formatCode="${DAY_FORMAT}"/></numFmts>` +
  `<fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts>` +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE7E9ED"/><bgColor indexed="64"/></patternFill></fill></fills>' +
  '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
  '<border><left/><right/><top/><bottom style="thin"><color rgb="FF8A9099"/></bottom><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  `<xf numFmtId="0" ${HEADING}/>` +
  `<xf numFmtId="165" ${HEADING} applyNumberFormat="1"/>` +
  `<xf numFmtId="0" ${HEADING} applyAlignment="1"><alignment horizontal="right"/></xf>` +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
  `<dxfs count="${DIFFERENT.length}">${DIFFERENT.join('')}</dxfs></styleSheet>`;
