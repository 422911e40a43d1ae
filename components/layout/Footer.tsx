import { memo, type ReactElement } from 'react';
import { pad } from '../../src/domain/cells.ts';
import { grouped } from '../../src/domain/grouped.ts';
import { safeLine } from '../../src/domain/text.ts';
import { factsOf, goneWords, keyOf, scopesOf } from '../../stores/derive.ts';
import { keysOf } from '../../stores/keys/rebound.ts';
import type { ConsoleState } from '../../stores/state.ts';
import { Lines } from '../screen/Lines.tsx';
import type { Theme, Tone } from '../theme.ts';
import { useConsoleState, useView } from '../view.ts';
import { footerKeys, footerLine } from './footer-text.ts';

const TONES: Readonly<Record<NonNullable<ConsoleState['message']>['tone'], Tone>> = {
  info: 'info',
  ok: 'ok',
  warning: 'warning',
  error: 'error',
};

/** One line: a message or progress while it lasts, else the likeliest keys. */
function textOf(theme: Theme, state: ConsoleState): string {
  const { message, exporting, overlay, size } = state;
  // Over a dialog only why its last key did nothing takes the place of its keys.
  if (message !== null && (overlay === null || message.tone === 'warning'))
    return theme.paint(TONES[message.tone], pad(` ${safeLine(message.text)}`, size.columns));
  if (exporting !== null && overlay === null) {
    const { done, total, file } = exporting;
    const share =
      total === null || total === 0 ? '' : ` of ${grouped(total)} (${Math.floor((done / total) * 100)}%)`;
    const text = ` Exporting ${safeLine(file)}: ${grouped(done)}${share} · ${keyOf(state, 'cancel')} cancels`;
    return theme.paint('info', pad(text, size.columns));
  }
  if (state.cacheGone && overlay === null)
    return theme.paint('error', pad(` ${goneWords(state)}`, size.columns));
  return footerLine(theme, footerKeys(scopesOf(state), factsOf(state), keysOf(state.keys)), size.columns);
}

export const Footer = memo(function Footer(): ReactElement {
  const { theme } = useView();
  return <Lines lines={[useConsoleState((state) => textOf(theme, state))]} />;
});
