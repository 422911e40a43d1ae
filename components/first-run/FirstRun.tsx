import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { FirstRunState } from '../../stores/first-run/flow.ts';
import type { Theme } from '../theme.ts';
import { Choose } from './Choose.tsx';
import { PickKind } from './PickKind.tsx';
import { Questions } from './Questions.tsx';
import { Tested } from './Tested.tsx';
import type { FirstRunTools } from './tools.ts';

interface Props {
  readonly store: StoreApi<FirstRunState>;
  readonly tools: FirstRunTools;
  readonly theme: Theme;
}

/** Asks what to look at, where nothing is configured yet. */
export function FirstRun({ store, tools, theme }: Props): ReactElement {
  const state = useStore(store);
  const set = (next: FirstRunState): void => store.setState(next, true);
  return (
    <Box flexDirection="column" paddingX={2} paddingY={1}>
      <Text bold>certdeck</Text>
      <Text>
        {theme.paint('dim', 'Alerts, jobs, audit logs and statistics of your certificate platforms.')}
      </Text>
      <Box marginTop={1} flexDirection="column">
        <Step state={state} set={set} tools={tools} theme={theme} />
      </Box>
      <Box marginTop={1}>
        <Text>{theme.paint('dim', 'Enter chooses   Esc goes back   Ctrl-C quits')}</Text>
      </Box>
    </Box>
  );
}

interface StepProps {
  readonly state: FirstRunState;
  readonly set: (next: FirstRunState) => void;
  readonly tools: FirstRunTools;
  readonly theme: Theme;
}

function Step({ state, set, tools, theme }: StepProps): ReactElement | null {
  switch (state.step) {
    case 'choose':
      return <Choose set={set} file={tools.file} />;
    case 'kind':
      return <PickKind set={set} kinds={tools.kinds} />;
    case 'ask':
      return <Questions state={state} set={set} theme={theme} onLast={tools.test} />;
    case 'testing':
      return <Text>{`Asking ${String(state.answers.name ?? state.platform)}…`}</Text>;
    case 'tested':
      return <Tested state={state} set={set} theme={theme} tools={tools} />;
    case 'done':
      return null;
  }
}
