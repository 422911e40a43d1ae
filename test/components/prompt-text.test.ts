import { describe, expect, test } from 'vitest';
import { popupLines } from '../../components/overlays/prompt-text.ts';
import { createTheme } from '../../components/theme.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { lineOf } from '../../stores/line-editor.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { NOW } from '../stores/records.ts';

type Prompt = Extract<Overlay, { kind: 'prompt' }>;
const theme = { ...createTheme(true), paint: (tone: unknown, text: string) => `${tone}|${text.trimEnd()}` };

function prompt(text: string, rest: Partial<Prompt> = {}): Prompt {
  const line = lineOf(text);
  const { problems } = parseQuery(text, 'alert', { now: NOW, longRunningAfter: 0 });
  return {
    ...{
      kind: 'prompt',
      purpose: 'filter',
      line,
      typed: line,
      problems,
      choices: [],
      chosen: -1,
      recall: null,
    },
    ...rest,
  };
}

describe('what is said under the prompt', () => {
  test('a term that is still being typed is told quietly, one that was left behind or entered in red', () => {
    expect(popupLines(theme, prompt('severity:'), 80)).toEqual(['dim|  ^ severity needs a value']);
    expect(popupLines(theme, prompt('severity: AND read'), 80)).toEqual(['error|  ^ severity needs a value']);
    expect(popupLines(theme, prompt('severity:', { refused: true }), 80)).toEqual([
      'error|  ^ severity needs a value',
    ]);
  });

  test('who asks in SQL for the first time is told of the tables, and types over nothing', () => {
    const lines = (text: string) => popupLines(theme, prompt(text, { purpose: 'sql', problems: [] }), 80);
    expect(lines('')).toEqual(['dim|  SELECT name, sql FROM sqlite_schema tells the tables']);
    expect(lines('S')).toEqual([]);
  });

  test('the words behind the choices have the room that the choices do not need', () => {
    const choices = ['alerts', 'statistics-of-all'].map((text) => ({
      ...{ text, help: 'h'.repeat(60), span: { start: 0, end: 0 } },
    }));
    const lines = popupLines(theme, prompt('', { choices }), 80);
    expect(lines[0]).toBe(`dim|  alerts            ${'h'.repeat(60)}`);
    expect(lines[1]).toBe('dim|  statistics-of-all');
    // And what the list below says is none of them.
    expect(lines.at(-1)).toBe(`dim|${'─'.repeat(80)}`);
  });
});
