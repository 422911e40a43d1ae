/**
 * Pictures of a sheet's rows: one line chart below the other (ISO 29500, DrawingML), and a small line in a cell
 * of each row (MS-XLSX 2.6.13, sparklines). Both show the cells they name, and change with them.
 */
import type { Series } from '../book.ts';
import { dateSerial } from './cells.ts';
import { DAY_FORMAT, OFFICE, PACKAGE_LINK, type Part, XML } from './parts.ts';
import { columnName } from './sheet.ts';
import { xmlText } from './text.ts';

/** Where the days of a series lie in the sheet. */
export interface SeriesPlace {
  readonly sheet: string;
  /** Of the first day, from 0. */
  readonly column: number;
  /** The number of the row that is row 0 of the series. */
  readonly row: number;
}

const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument';
/** One that people who confuse colours can tell apart (Okabe and Ito, without its yellow). */
const COLOURS = ['0072B2', 'D55E00', '009E73', 'CC79A7', 'E69F00', '56B4E9', '000000', '8C8C8C'];
/** Of a chart, in English Metric Units, of which a point has 12,700. */
const [WIDE, HIGH] = [720 * 12_700, 255 * 12_700];
/** Rows from one chart to the next, of 15 points each. */
export const STEP = 18;
/** A word for a picture: there is no way to write what XML cannot carry, and no room for much. */
const word = (text: string): string => xmlText(text.replace(/\s+/g, ' ').slice(0, 120).toWellFormed());

function cells({ sheet, column }: SeriesPlace, row: number, days: number): string {
  const from = `$${columnName(column)}$${row}`;
  const to = `$${columnName(column + days - 1)}$${row}`;
  return xmlText(`'${sheet.replaceAll("'", "''")}'!${from}:${to}`);
}

/** What stands at the end of a sheet: a line for each of its rows, in the cell at `at`. */
export function sparklines({ at, days }: Series, place: SeriesPlace, rows: number): string {
  if (rows === 0 || days.length < 2) return '';
  const each = Array.from({ length: rows }, (_, row) => {
    const number = place.row + row;
    return `<x14:sparkline><xm:f>${cells(place, number, days.length)}</xm:f><xm:sqref>${columnName(at)}${number}</xm:sqref></x14:sparkline>`;
  });
  return (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">' +
    '<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">' +
    '<x14:sparklineGroup displayEmptyCellsAs="span" last="1">' +
    `<x14:colorSeries rgb="FF${COLOURS[0]}"/><x14:colorLast rgb="FF${COLOURS[1]}"/>` +
    `<x14:sparklines>${each.join('')}</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>`
  );
}

/** Charts a printed page has room for. */
const A_PAGE = 3;

/** Pages of charts begin with one; `last` is the row before the blank one above the first. */
export function chartBreaks({ charts }: Series, last: number): string {
  const count = Math.ceil(charts.length / A_PAGE);
  const breaks = Array.from(
    { length: count },
    (_, page) => `<brk id="${last + 1 + page * A_PAGE * STEP}" max="16383" man="1"/>`,
  );
  return `<rowBreaks count="${count}" manualBreakCount="${count}">${breaks.join('')}</rowBreaks>`;
}

/**
 * The parts of a drawing with a chart below the other from the row `below` on. `sheet` and `drawing` are numbers
 * of parts from 1, `charts` that of the first chart.
 */
export function drawingParts(
  series: Series,
  place: SeriesPlace,
  { sheet, drawing, charts, below }: Readonly<Record<'sheet' | 'drawing' | 'charts' | 'below', number>>,
): readonly Part[] {
  const named = series.charts.map((chart, at) => ({ chart, at, number: charts + at }));
  const links = (all: readonly string[]) =>
    `${XML}<Relationships xmlns="${PACKAGE_LINK}">${all.join('')}</Relationships>`;
  const link = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/relationships/${kind}" Target="${target}"/>`;
  return [
    {
      path: `xl/worksheets/_rels/sheet${sheet}.xml.rels`,
      xml: links([link(1, 'drawing', `../drawings/drawing${drawing}.xml`)]),
    },
    {
      path: `xl/drawings/drawing${drawing}.xml`,
      type: `${TYPE}.drawing+xml`,
      xml:
        `${XML}<xdr:wsDr xmlns:xdr="${DRAWING}/spreadsheetDrawing" xmlns:a="${DRAWING}/main" xmlns:r="${OFFICE}/relationships">` +
        `${named.map(({ chart, at }) => anchor(at, below + at * STEP, chart.title)).join('')}</xdr:wsDr>`,
    },
    {
      path: `xl/drawings/_rels/drawing${drawing}.xml.rels`,
      xml: links(named.map(({ at, number }) => link(at + 1, 'chart', `../charts/chart${number}.xml`))),
    },
    ...named.map(({ chart, number }) => ({
      path: `xl/charts/chart${number}.xml`,
      type: `${TYPE}.drawingml.chart+xml`,
      xml: chartOf(chart, series, place),
    })),
  ];
}

/** What a sheet says of its drawing. */
export const DRAWING_LINK = `<drawing xmlns:r="${OFFICE}/relationships" r:id="rId1"/>`;

function anchor(at: number, row: number, title: string): string {
  const name = word(title).replaceAll('"', '&quot;');
  return (
    `<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>` +
    `<xdr:ext cx="${WIDE}" cy="${HIGH}"/><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>` +
    `<xdr:cNvPr id="${at + 2}" name="Chart ${at + 1}" descr="${name}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>` +
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>' +
    `<a:graphic><a:graphicData uri="${DRAWING}/chart"><c:chart xmlns:c="${DRAWING}/chart" r:id="rId${at + 1}"/></a:graphicData></a:graphic>` +
    '</xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>'
  );
}

function chartOf({ title, lines }: Series['charts'][number], series: Series, place: SeriesPlace): string {
  const count = series.days.length;
  const numbers = (row: number, format: string, values: readonly (number | null)[]) => {
    const points = values.map((value, at) =>
      value === null ? '' : `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`,
    );
    return (
      `<c:numRef><c:f>${cells(place, row, count)}</c:f><c:numCache><c:formatCode>${format}</c:formatCode>` +
      `<c:ptCount val="${count}"/>${points.join('')}</c:numCache></c:numRef>`
    );
  };
  const days = numbers(1, DAY_FORMAT, series.days.map(dateSerial));
  const drawn = lines.map(({ name, row }, at) => {
    const fill = `<a:solidFill><a:srgbClr val="${COLOURS[at % COLOURS.length]}"/></a:solidFill>`;
    return (
      `<c:ser><c:idx val="${at}"/><c:order val="${at}"/><c:tx><c:v>${word(name)}</c:v></c:tx>` +
      `<c:spPr><a:ln w="22225" cap="rnd">${fill}<a:round/></a:ln></c:spPr>` +
      `<c:marker><c:symbol val="circle"/><c:size val="3"/><c:spPr>${fill}<a:ln w="6350">${fill}</a:ln></c:spPr></c:marker>` +
      `<c:cat>${days}</c:cat><c:val>${numbers(place.row + row, 'General', series.rows[row] ?? [])}</c:val><c:smooth val="0"/></c:ser>`
    );
  });
  const heading =
    '<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr>' +
    `<a:r><a:rPr lang="en-US" sz="1200" b="1"/><a:t>${word(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`;
  const grid =
    '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>';
  const axis = (id: number, place: string, lines: string, format: string) =>
    `<c:axId val="${id}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="${place}"/>${lines}` +
    `<c:numFmt formatCode="${format}" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>`;
  return (
    `${XML}<c:chartSpace xmlns:c="${DRAWING}/chart" xmlns:a="${DRAWING}/main" xmlns:r="${OFFICE}/relationships">` +
    `<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>${heading}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>` +
    `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${drawn.join('')}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>` +
    `<c:dateAx>${axis(1, 'b', '', DAY_FORMAT)}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblOffset val="100"/><c:baseTimeUnit val="days"/></c:dateAx>` +
    `<c:valAx>${axis(2, 'l', grid, 'General')}<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx></c:plotArea>` +
    '<c:legend><c:legendPos val="r"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="span"/></c:chart></c:chartSpace>'
  );
}
