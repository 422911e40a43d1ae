import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import type { ReactElement } from 'react';
import type { PlatformKind } from '../../src/platforms/declaration.ts';
import { ask, type FirstRunState } from '../../stores/first-run/flow.ts';
import { questionsOf } from '../../stores/first-run/questions.ts';

interface Props {
  readonly set: (next: FirstRunState) => void;
  readonly kinds: readonly PlatformKind[];
}

export function PickKind({ set, kinds }: Props): ReactElement {
  return (
    <Box flexDirection="column">
      <Text>Which kind of platform?</Text>
      <SelectInput
        items={kinds.map(({ kind, about }) => ({ label: `${kind}  ${about}`, value: kind }))}
        onSelect={({ value }) => {
          const kind = kinds.find((each) => each.kind === value);
          if (kind !== undefined) set(ask(value, questionsOf(kind)));
        }}
      />
    </Box>
  );
}
