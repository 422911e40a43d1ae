import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { type ReactElement, useMemo, useState } from 'react';
import { cellsOf, pad } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import type { Theme } from '../theme.ts';
import type { Choice } from './choices.ts';

interface Props {
  readonly choices: readonly Choice[];
  readonly width: number;
  /** Lines there are; a longer list scrolls. */
  readonly height: number;
  readonly theme: Theme;
  readonly onPick: (choice: Choice) => void;
}

/** Lines an explanation below the list may take, with the blank one before it. */
const BELOW = 4;

/** One line a choice, what it means beside it; below the list, where a line is too short for both. The chosen one is marked by a glyph, by weight, and by colour where there is colour. */
export function ChoiceList({ choices, width, height, theme, onPick }: Props): ReactElement {
  const parts = useMemo(() => {
    const mark = ({ isSelected = false }: { isSelected?: boolean }): ReactElement => (
      <Text>{isSelected ? theme.paint('accent', '▸ ') : '  '}</Text>
    );
    const item = ({ isSelected = false, label }: { isSelected?: boolean; label: string }): ReactElement => (
      <Text wrap="truncate">{isSelected ? theme.paint('accent', label) : label}</Text>
    );
    return { mark, item };
  }, [theme]);
  const widest = Math.max(...choices.map(({ label }) => cellsOf(safeLine(label))));
  const lines = choices.map(({ label, about }) =>
    `${pad(safeLine(label), widest)}  ${safeLine(about)}`.trimEnd(),
  );
  const fits = lines.every((line) => cellsOf(line) <= width - 3);
  const [chosen, setChosen] = useState(0);
  const items = choices.map(({ label }, value) => ({
    label: fits ? (lines[value] ?? '') : safeLine(label),
    value,
  }));
  const about = safeLine(choices[chosen]?.about ?? '');
  return (
    <>
      <SelectInput
        items={items}
        limit={Math.max(1, fits ? height : height - BELOW)}
        indicatorComponent={parts.mark}
        itemComponent={parts.item}
        onHighlight={({ value }) => setChosen(value)}
        onSelect={({ value }) => {
          const choice = choices[value];
          if (choice !== undefined) onPick(choice);
        }}
      />
      {!fits && about !== '' && (
        <Box marginTop={1}>
          <Text>{theme.paint('dim', about)}</Text>
        </Box>
      )}
    </>
  );
}
