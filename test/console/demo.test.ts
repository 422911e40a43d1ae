import { describe, expect, test } from 'vitest';
import { openConsole } from './support/open-console.ts';

/** Every pane has something, as the line of panes counts it: what was done since the portal's export nobody knows. */
const FILLED = /1 Alerts ≥?[1-9].*2 Jobs ≥?[1-9].*3 Audit ≥?[1-9].*4 Statistics [1-9]/;

describe('certdeck demo', () => {
  test('fills all four panes, and the daily check takes three keystrokes', async () => {
    await using deck = openConsole({ args: ['demo'] });
    await deck.until(FILLED);
    // What nobody has read yet, errors first; the header says how many there are of what needs somebody.
    const alerts = await deck.until(/[1-9]\d* unread error/);
    expect(alerts).toMatch(/24h: ✗ ≥?\d+ unread errors? {2}✗ ≥?\d+ failed jobs? {2}‼ ≥?\d+ long-running/);
    expect(alerts).toMatch(/^\/ is:unread/m);
    const severities = [...alerts.matchAll(/^.*(✗ ERROR|! WARN\w*|· INFO)/gim)].map(([, word]) => word);
    expect(severities[0]).toMatch(/ERROR/i);
    deck.press('2');
    await deck.until(/\[2 Jobs/);
    await deck.until(/✗ FAILED/i);
    deck.press('3');
    await deck.until(/\[3 Audit[\s\S]*^\/ since:24h/m);
    deck.press('4');
    await deck.until(/\[4 Statistics[\s\S]*Discovered certificates\b[\s\S]*this-machine +\d/);
    deck.press('q');
    expect(await deck.exit).toMatchObject({ code: 0, left: [] });
  });
});
