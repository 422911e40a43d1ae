/** The yardstick: the least an Ink program can be, a list of 34 rows with a cursor. */
import { Box, render, Text, useInput } from 'ink';
import { createElement, type ReactElement, useState } from 'react';

const ROWS = Array.from({ length: 5_000 }, (_, index) =>
  `row ${index} ${'lorem ipsum dolor '.repeat(5)}`.slice(0, 100),
);
const HEIGHT = 34;

function List(): ReactElement {
  const [at, setAt] = useState({ cursor: 0, top: 0 });
  useInput((input) => {
    if (input !== 'j') return;
    setAt(({ cursor, top }) => ({ cursor: cursor + 1, top: cursor + 1 >= top + HEIGHT ? top + 1 : top }));
  });
  const rows = ROWS.slice(at.top, at.top + HEIGHT).map((row, index) =>
    createElement(Text, { key: row, inverse: at.top + index === at.cursor }, row),
  );
  return createElement(Box, { flexDirection: 'column' }, rows);
}

render(createElement(List), {
  alternateScreen: true,
  incrementalRendering: true,
  interactive: true,
  exitOnCtrlC: true,
});
