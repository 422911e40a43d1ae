/** What stands over the text of a detail: whose it is and where in it one is, then the tabs. Pure. */
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
import { graphemesOf } from '../../src/domain/graphemes.ts';
import { safeLine } from '../../src/domain/text.ts';
import { titleOf } from '../../stores/detail/fields.ts';
import { type Tab, tabsOf } from '../../stores/detail/tabs.ts';
import type { DetailState } from '../../stores/state.ts';
import type { Theme } from '../theme.ts';

/** The title with the path of the node under the cursor and the platform, then the tabs, the present one in brackets. */
export function headLines(
  theme: Theme,
  detail: DetailState,
  path: string | null,
  focused: boolean,
  width: number,
): readonly string[] {
  const { record } = detail.row;
  const right = ` ${[stateOf(detail), safeLine(record.platform)].filter(Boolean).join(' · ')} `;
  const rule = focused ? '━' : '─';
  const room = Math.max(8, width - cellsOf(right) - 6);
  // The whole is no place in it.
  const crumb =
    path === null || path === '.' ? '' : cutLeft(safeLine(path), Math.max(8, Math.floor(room / 2) - 3));
  const behind = crumb === '' ? '' : `${rule} ${crumb} `;
  const title = cut(titleOf(record), Math.max(4, room - cellsOf(behind)));
  const used = cellsOf(title) + cellsOf(behind) + cellsOf(right) + 4;
  const head = `${rule} ${title} ${behind}${rule.repeat(Math.max(0, width - used))}${right}${rule}`;
  return [
    theme.paint(focused ? 'strong' : 'dim', pad(head, width)),
    tabLine(theme, tabsOf(record), detail.tab, width),
  ];
}

function stateOf({ row: { record } }: DetailState): string | null {
  switch (record.kind) {
    case 'job':
      return record.status;
    case 'alert':
      return record.severity;
    case 'audit':
      return record.outcome;
    case 'statistic':
      return null;
  }
}

/** The end of a text, `…` in front where something was cut. */
function cutLeft(text: string, width: number): string {
  if (cellsOf(text) <= width) return text;
  let out = '';
  for (const { segment } of [...graphemesOf(text.slice(-4 * width))].reverse()) {
    if (cellsOf(segment) + cellsOf(out) > width - 1) break;
    out = segment + out;
  }
  return `…${out}`;
}

/** As many tabs as fit, the present one among them; `‹` and `›` stand for those to its sides. */
function tabLine(theme: Theme, tabs: readonly Tab[], present: string, width: number): string {
  const at = Math.max(
    0,
    tabs.findIndex(({ id }) => id === present),
  );
  const cells = tabs.map(({ title }) => cellsOf(title) + 2);
  const sum = (from: number, to: number) => cells.slice(from, to).reduce((all, one) => all + one, 0);
  let [first, end] = [0, tabs.length];
  while (sum(first, end) + (first > 0 ? 1 : 0) + (end < tabs.length ? 1 : 0) > width && end - first > 1) {
    // What is furthest from the present one goes first.
    if (end - 1 - at >= at - first) end -= 1;
    else first += 1;
  }
  const shown = tabs.slice(first, end).map(({ title }, index) => {
    const isPresent = first + index === at;
    return theme.paint(isPresent ? 'accent' : 'dim', isPresent ? `[${title}]` : ` ${title} `);
  });
  const [before, after] = [first > 0 ? '‹' : '', end < tabs.length ? '›' : ''];
  const used = sum(first, end) + before.length + after.length;
  if (used > width) return pad(`[${tabs[at]?.title ?? ''}]`, width);
  return theme.paint('dim', before) + shown.join('') + theme.paint('dim', after) + ' '.repeat(width - used);
}
