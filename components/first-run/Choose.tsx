import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import type { ReactElement } from 'react';
import type { FirstRunState } from '../../stores/first-run/flow.ts';

const CHOICES = [
  { label: 'Try the demo: two embedded platforms, no account needed', value: 'demo' },
  { label: "Look at this machine's certificates", value: 'host' },
  { label: 'Add a platform', value: 'add' },
] as const;

interface Props {
  readonly set: (next: FirstRunState) => void;
  readonly file: string;
}

export function Choose({ set, file }: Props): ReactElement {
  return (
    <Box flexDirection="column">
      <Text>{`There is no configuration yet (${file}). What do you want to look at?`}</Text>
      <SelectInput
        items={[...CHOICES]}
        onSelect={({ value }) =>
          set(value === 'add' ? { step: 'kind' } : { step: 'done', choice: { kind: value } })
        }
      />
    </Box>
  );
}
