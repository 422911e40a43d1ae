import { Text } from 'ink';
import SelectInput from 'ink-select-input';
import { type ReactElement, useMemo } from 'react';
import { cellsOf, cut, pad } from '../../src/domain/cells.ts';
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

/** One line a choice; the chosen one is marked by a glyph, by weight, and by colour where there is colour. */
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
  const items = choices.map(({ label, about }, value) => ({
    label: cut(`${pad(safeLine(label), widest)}  ${safeLine(about)}`.trimEnd(), width - 3),
    value,
  }));
  return (
    <SelectInput
      items={items}
      limit={Math.max(1, height)}
      indicatorComponent={parts.mark}
      itemComponent={parts.item}
      onSelect={({ value }) => {
        const choice = choices[value];
        if (choice !== undefined) onPick(choice);
      }}
    />
  );
}
