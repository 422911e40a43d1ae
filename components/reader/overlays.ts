/** What lies over the panes, as words. Pure. */
import { safeLine } from '../../src/domain/text.ts';
import { helpEntries } from '../../stores/actions/helping.ts';
import { keyOf } from '../../stores/derive.ts';
import { keysOf } from '../../stores/keys/rebound.ts';
import { keyLabel } from '../../stores/keys.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { RANGES } from '../../stores/ranges.ts';
import type { ConsoleState } from '../../stores/state.ts';
import type { ReaderServices, Spoken } from './spoken.ts';

type Over = Omit<Spoken, 'message'>;

const PURPOSES: Readonly<Record<string, string>> = { filter: 'Filter', search: 'Search', command: 'Command' };

export function overlaySpoken(state: ConsoleState, overlay: Overlay, services: ReaderServices): Over {
  switch (overlay.kind) {
    case 'prompt': {
      const label = PURPOSES[overlay.purpose] ?? 'Text';
      const problem = overlay.problems.find(({ level }) => level === 'error')?.message ?? null;
      return {
        where: { key: `prompt ${overlay.purpose}`, text: '' },
        at: null,
        prompt: { label, text: overlay.line.text, problem: problem === null ? null : safeLine(problem) },
      };
    }
    case 'help': {
      const entries = helpEntries(overlay.line.text, keysOf(state.keys));
      const entry = entries[overlay.cursor];
      const keys = entry === undefined ? '' : entry.keys.map(keyLabel).join(' or ') || 'no key';
      return listed(
        `Keys: type to search, ${keyOf(state, 'help.run')} runs one`,
        `help ${overlay.line.text}`,
        entries.length,
        overlay.cursor,
        entry === undefined ? 'none does that' : `${entry.title}: ${keys}`,
        { label: 'Search', text: overlay.line.text, problem: null },
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
    case 'export': {
      const formats = services.exporter?.formats ?? [];
      if (overlay.step === 'name') {
        return {
          where: { key: 'export name', text: '' },
          at: null,
          prompt: { label: 'File name', text: overlay.name, problem: null },
        };
      }
      const offers = formats.map(({ name }, index) => `${index + 1} ${name}`).join(', ');
      return { where: { key: 'export', text: `Export as: ${offers}` }, at: null, prompt: null };
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
    at: { key: `${key} ${cursor} ${text}`, text: `line ${cursor + 1} of ${count}: ${text}` },
    prompt: prompt === null ? null : { ...prompt, label: title },
  };
}
