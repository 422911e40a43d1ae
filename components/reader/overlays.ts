/** What lies over the panes, as words. Pure. */
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import { helpEntries } from '../../stores/actions/helping.ts';
import { foundViews } from '../../stores/actions/saved-views.ts';
import { columnTitle } from '../../stores/columns/chosen.ts';
import { keyOf } from '../../stores/derive.ts';
import { plainOf } from '../../stores/detail/document.ts';
import { type ExportForm, narrows, typedField, typedLineOf } from '../../stores/export-form.ts';
import { foundFacetLines } from '../../stores/finding/facets.ts';
import { paletteEntries } from '../../stores/finding/palette.ts';
import { keysOf } from '../../stores/keys/rebound.ts';
import { keyLabel } from '../../stores/keys.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { RANGES } from '../../stores/ranges.ts';
import { sheetLines, sheetTitle } from '../../stores/sheet.ts';
import type { ConsoleState } from '../../stores/state.ts';
import type { Spoken } from './spoken.ts';

type Over = Omit<Spoken, 'message'>;

const PURPOSES: Readonly<Record<string, string>> = { filter: 'Filter', search: 'Search', command: 'Command' };

export function overlaySpoken(state: ConsoleState, overlay: Overlay): Over {
  switch (overlay.kind) {
    case 'prompt': {
      const label = PURPOSES[overlay.purpose] ?? 'Text';
      const problem = overlay.problems.find(({ level }) => level === 'error')?.message ?? null;
      return {
        where: { key: `prompt ${overlay.purpose}`, text: '' },
        at: null,
        prompt: {
          label,
          text: overlay.line.text,
          problem: problem === null ? null : safeLine(problem),
          judged: overlay.problems,
          choices: choicesSpoken(state, overlay),
        },
      };
    }
    case 'help': {
      const entries = helpEntries(overlay, keysOf(state.keys));
      const entry = entries[overlay.cursor];
      const keys = entry === undefined ? '' : entry.keys.map(keyLabel).join(' or ') || 'no key';
      return listed(
        `Keys: type to search, ${keyOf(state, 'help.run')} runs one`,
        `help ${overlay.line.text}`,
        entries.length,
        overlay.cursor,
        entry === undefined ? 'none does that' : `${entry.title}: ${keys}`,
        { label: 'Search', text: overlay.line.text, problem: null, judged: null },
      );
    }
    case 'confirm': {
      const keys = `${keyOf(state, 'confirm.yes')} yes, ${keyOf(state, 'step.back', 'confirm')} no`;
      const lines = overlay.lines.map((line) => safeLine(line).trim()).filter((line) => line !== '');
      return {
        where: { key: `confirm ${overlay.title}`, text: safeLine(overlay.title) },
        at: { key: `confirm ${lines.join()}`, text: [...lines, keys].join('. ') },
        prompt: null,
      };
    }
    case 'export':
      return {
        where: { key: `export ${chosenWords(overlay)}`, text: `Export: ${chosenWords(overlay)}` },
        at: null,
        prompt: {
          label: TYPED[typedField(overlay)],
          text: typedLineOf(overlay).text,
          problem: null,
          judged: null,
        },
      };
    case 'line':
      return {
        where: { key: `line ${overlay.title}`, text: '' },
        at: null,
        prompt: { label: overlay.title, text: overlay.line.text, problem: null, judged: null },
      };
    case 'sheet': {
      const lines = sheetLines(overlay, state.size);
      const line = lines[overlay.cursor];
      const title = sheetTitle(overlay.content, keyOf(state, 'sheet.cancel'));
      return listed(
        title,
        `sheet ${title}`,
        lines.length,
        overlay.cursor,
        line === undefined ? '' : plainOf(line),
      );
    }
    case 'platforms': {
      const platform = state.platforms[overlay.cursor];
      const text = platform === undefined ? 'none' : `${safeLine(platform.name)}, ${platform.condition}`;
      const failure = platform?.failure ? `, ${safeLine(platform.failure.what)}` : '';
      return listed('Platforms', 'platforms', state.platforms.length, overlay.cursor, text + failure);
    }
    case 'menu': {
      const item = overlay.items[overlay.cursor];
      const text = item === undefined ? '' : `${item.label} ${item.about}`.trim();
      return listed(overlay.title, `menu ${overlay.title}`, overlay.items.length, overlay.cursor, text);
    }
    case 'pivots': {
      const item = overlay.items[overlay.cursor];
      const text = item === undefined ? '' : `${safeLine(item.field)} ${safeLine(item.value)}`;
      return listed('Go on with', 'pivots', overlay.items.length, overlay.cursor, text);
    }
    case 'palette': {
      const entries = paletteEntries(state, overlay.line.text);
      const entry = entries[overlay.cursor];
      const words =
        entry === undefined ? 'nothing is called that' : `${entry.title}, ${entry.reason ?? entry.aside}`;
      return searched(overlay, 'Palette', entries.length, words);
    }
    case 'views': {
      const views = foundViews(state, overlay.line.text);
      const view = views[overlay.cursor];
      const count = view === undefined ? undefined : overlay.counts[view.name];
      const matched = count === undefined ? '' : `, ${count.exact ? '' : 'at least '}${count.matched}`;
      const words =
        view === undefined ? 'no view is called that' : `${safeLine(view.name)}, ${view.pane}${matched}`;
      return searched(overlay, 'Views', views.length, words);
    }
    case 'facets': {
      const lines = foundFacetLines(state, overlay);
      const line = lines[overlay.cursor];
      const words =
        line === undefined
          ? 'no value is called that'
          : `${line.field} ${safeLine(line.value.value ?? 'none')}, ${line.exact ? '' : 'at least '}${line.value.count}${line.chosen ? ', chosen' : ''}`;
      return searched(overlay, 'Facets', lines.length, words);
    }
    case 'columns': {
      const { pane, rows, cursor, typing, problem } = overlay;
      if (typing !== null) {
        const prompt = { label: 'Path', text: typing.text, problem, judged: problem };
        return { where: { key: 'column path', text: 'A column for a path' }, at: null, prompt };
      }
      const row = rows[cursor];
      const wide = row?.width == null ? '' : `, ${row.width} wide`;
      const words =
        row === undefined
          ? ''
          : `${safeLine(columnTitle(pane, row.id))}, ${row.shown ? 'shown' : 'not shown'}${wide}`;
      return listed('Columns', 'columns', rows.length, cursor, words);
    }
    case 'ranges':
      return listed(
        'Time range',
        'ranges',
        RANGES.length,
        overlay.cursor,
        RANGES[overlay.cursor]?.title ?? '',
      );
    default:
      // One that has no words of its own yet: what it is, and what leads out of it.
      return {
        where: { key: overlay.kind, text: `${overlay.kind}: ${keyOf(state, 'step.back')} closes` },
        at: null,
        prompt: null,
      };
  }
}

/** How many there are and the first, while none of them is in the line. */
function choicesSpoken(
  state: ConsoleState,
  { choices, chosen }: Extract<Overlay, { kind: 'prompt' }>,
): string | null {
  const [first] = choices;
  if (first === undefined || chosen >= 0) return null;
  const count = first.count === undefined ? '' : `, ${grouped(first.count)} records`;
  const many = choices.length === 1 ? 'one choice' : `${choices.length} choices, first`;
  return `${many}: ${safeLine(first.text)}${count}; ${keyOf(state, 'prompt.complete')} takes it`;
}

function searched(
  { kind, line, cursor }: Extract<Overlay, { kind: 'palette' | 'views' | 'facets' }>,
  title: string,
  count: number,
  words: string,
): Over {
  const prompt = { label: 'Search', text: line.text, problem: null, judged: null };
  return listed(title, `${kind} ${line.text}`, count, cursor, words, prompt);
}

/** What the lines of the export dialog stand on. */
/** What each line that is typed is. */
const TYPED = {
  file: 'File name',
  types: 'Resource types, parted by commas',
  actions: 'Actions, parted by commas',
} as const;

function chosenWords(form: ExportForm): string {
  const { report, window, format, marked, records, columns, scope } = form;
  if (report !== null) {
    const status = narrows(form) && scope.status !== 'any' ? `, ${scope.status} only` : '';
    return `${report} report, ${window}${status}, ${format}`;
  }
  const which =
    marked === null ? '' : records === 'marked' ? `, ${marked.refs.length} marked` : ', all that match';
  return `${format}${which}, ${columns === 'view' ? 'columns of the view' : 'all fields'}`;
}

function listed(
  title: string,
  key: string,
  count: number,
  cursor: number,
  text: string,
  prompt: Spoken['prompt'] = null,
): Over {
  return {
    where: { key, text: prompt === null ? `${title}, ${count} lines` : '' },
    at: {
      key: `${key} ${cursor} ${text}`,
      text: count === 0 ? text : `line ${cursor + 1} of ${count}: ${text}`,
    },
    prompt: prompt === null ? null : { ...prompt, label: title },
  };
}
