/** A document of several tables: a cover, each table from its title on, and what could not be shown at the end. */
import { createHash } from 'node:crypto';
import type { Column } from '../../domain/field.ts';
import { utcDate } from '../../domain/time.ts';
import type { About, Book, Series } from '../book.ts';
import type { RowWriter, Values } from '../format.ts';
import { headingOf } from '../heading.ts';
import type { FileSink } from '../target.ts';
import { isoIn } from '../zone.ts';
import { coverRows, pagesOf, putOn } from './cover.ts';
import { type Fit, fitted } from './fit.ts';
import { openFonts } from './fonts.ts';
import { linesOf, type Style } from './lines.ts';
import { Pages } from './pages.ts';
import { PAPERS, type PaperName } from './paper.ts';
import { PdfFile } from './pdf-file.ts';
import { leading, stylesOf } from './styles.ts';
import { headingRows, tableOn } from './table.ts';
import { Typeface, utf16 } from './typeface.ts';

export interface Layout {
  readonly paper: PaperName;
  /** Above each page, on the right. */
  readonly note: string;
  /** The columns that come first in a row; null for all as they come. */
  readonly leading: readonly string[] | null;
}

interface Section {
  readonly title: string;
  readonly page: number;
  readonly y: number;
}

/** A section begins on the page of the one before where at least this part of it is left. */
const ROOM = 0.3;

export async function openBook(file: FileSink, about: About, layout: Layout): Promise<Book> {
  const faces = {
    regular: new Typeface(openFonts('regular'), 'DejaVuSansCondensed'),
    bold: new Typeface(openFonts('bold'), 'DejaVuSansCondensed-Bold'),
  };
  const styles = stylesOf(faces.regular, faces.bold);
  const out = new PdfFile((bytes) => file.write(bytes));
  const paper = PAPERS[layout.paper];
  const { tool, toolVersion, createdAt, zone, title } = about;
  const created = isoIn(zone, createdAt) ?? '';
  let touched = 0;
  const onMarked = () => {
    touched++;
  };
  const cover = (width: number, marked: () => void = () => {}) =>
    coverRows({ title, rows: about.rows() }, width, styles, marked);
  const running = {
    head: [title, layout.note],
    foot: [`${tool} ${toolVersion}`, `Created ${created}`],
  } as const;
  // The cover is written last, but the numbers of the pages behind it are wanted before.
  const plan = new Pages(new PdfFile(async () => {}), paper, styles, running, 0);
  const pages = new Pages(out, paper, styles, running, pagesOf(cover(plan.width), plan.height));
  const tools = { pages, styles, zone, onMarked };
  const timeWidth = 4 + (linesOf(created, styles.cell, 1_000).lines[0]?.width ?? 0);
  const sections: Section[] = [];

  async function begin(name: string, fit: Fit, series?: Series): Promise<void> {
    if (pages.left < pages.height * ROOM) await pages.next();
    else pages.space(leading(styles.section));
    sections.push({ title: name, ...pages.place });
    await say(name, styles.section);
    const names = fit.below.map(({ column }) => headingOf(column, zone));
    if (names.length > 0)
      await say(`Below each row, where there is a value: ${names.join(', ')}.`, styles.below);
    if (series !== undefined && series.days.length > 1) await say(spanOf(series), styles.below);
    pages.space(4);
    for (const row of headingRows(tools, fit)) pages.row(row);
  }

  async function say(text: string, style: Style): Promise<void> {
    for (const { codes } of linesOf(text, style, pages.width).lines) {
      if (pages.left < leading(style)) await pages.next();
      pages.row({ height: leading(style), pieces: [{ x: 0, style, codes }] });
    }
  }

  return {
    async table(name: string, columns: readonly Column[], series?: Series): Promise<RowWriter<Values>> {
      // What comes first is said of the view's own columns.
      const leading = series === undefined ? layout.leading : null;
      const fit = fitted(columns, leading, pages.width, timeWidth, series?.at);
      await begin(name, fit, series);
      return tableOn(tools, fit, series);
    },
    async end() {
      if (pages.left === 0) await pages.next();
      await say(shownNote(touched), styles.below);
      await pages.toFront();
      await putOn(pages, cover(pages.width));
      const fonts = { regular: out.reserve(), bold: out.reserve() };
      const root = await pages.end(fonts);
      await faces.regular.write(out, fonts.regular);
      await faces.bold.write(out, fonts.bold);
      const [catalog, info] = [out.reserve(), out.reserve()];
      const outlines = await writeOutlines(out, sections);
      await out.object(
        catalog,
        `<</Type/Catalog/Pages ${root} 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>${outlines}>>`,
      );
      const instant = `(D:${new Date(createdAt).toISOString().replace(/\D/g, '').slice(0, 14)}Z)`;
      const maker = textOf(`${tool} ${toolVersion}`);
      await out.object(
        info,
        `<</Title${textOf(title)}/Creator${maker}/Producer${maker}/CreationDate${instant}/ModDate${instant}>>`,
      );
      const named = `${title}\n${tool} ${toolVersion}\n${createdAt}\n${layout.note}`;
      await out.end(catalog, info, createHash('sha256').update(named).digest('hex').slice(0, 32));
    },
  };
}

function spanOf({ days, zone }: Series): string {
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0].map(utcDate);
  return `The small lines go from ${first} to ${last} (${zone}), each from its lowest to its highest value.`;
}

function shownNote(touched: number): string {
  if (touched === 0) return 'End of the document. Every character is shown.';
  const cells = touched === 1 ? '1 cell holds' : `${touched} cells hold`;
  return `End of the document. ${cells} characters that cannot be shown; U+FFFD (\uFFFD) stands in their place.`;
}

/** Bookmarks of the sections; gives what the catalog says of them. */
async function writeOutlines(out: PdfFile, sections: readonly Section[]): Promise<string> {
  if (sections.length === 0) return '';
  const root = out.reserve();
  const ids = sections.map(() => out.reserve());
  for (const [at, { title, page, y }] of sections.entries()) {
    const before = at > 0 ? `/Prev ${ids[at - 1]} 0 R` : '';
    const after = at + 1 < ids.length ? `/Next ${ids[at + 1]} 0 R` : '';
    const place = `/Dest[${page} 0 R/XYZ null ${Math.round(y)} null]`;
    await out.object(ids[at] ?? 0, `<</Title${textOf(title)}/Parent ${root} 0 R${before}${after}${place}>>`);
  }
  await out.object(root, `<</Type/Outlines/First ${ids[0]} 0 R/Last ${ids.at(-1)} 0 R/Count ${ids.length}>>`);
  return `/Outlines ${root} 0 R`;
}

/** A text outside of pages: UTF-16, with the mark that says so. */
const textOf = (text: string): string => `<feff${utf16(text.toWellFormed())}>`;
