import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import type { ReactElement } from 'react';
import { safeLine } from '../../src/domain/text.ts';
import { again, type FirstRunState } from '../../stores/first-run/flow.ts';
import type { Theme } from '../theme.ts';
import type { FirstRunTools } from './tools.ts';

interface Props {
  readonly state: FirstRunState & { readonly step: 'tested' };
  readonly set: (next: FirstRunState) => void;
  readonly theme: Theme;
  readonly tools: FirstRunTools;
}

/** What the platform answered, and what to do with it. */
export function Tested({ state, set, theme, tools }: Props): ReactElement {
  const { result } = state;
  const save = { label: `Write ${tools.file}${result.ok ? '' : ' all the same'}`, value: 'save' };
  const change = { label: 'Change the answers', value: 'change' };
  const again_ = { label: 'Test again', value: 'test' };
  return (
    <Box flexDirection="column">
      {result.ok ? (
        <Text>{theme.paint('ok', `✓ ${safeLine(result.value)}`)}</Text>
      ) : (
        <Box flexDirection="column">
          <Text>{theme.paint('error', `✗ ${safeLine(result.failure.what)}`)}</Text>
          <Text>{theme.paint('dim', safeLine(result.failure.next))}</Text>
        </Box>
      )}
      <SelectInput
        items={result.ok ? [save, change] : [change, again_, save]}
        onSelect={({ value }) => {
          if (value === 'save') tools.save(state);
          else if (value === 'change') set(again(state));
          else tools.test(state);
        }}
      />
    </Box>
  );
}
