import { Box, Text } from 'ink';
import TextInput from 'ink-text-input';
import type { ReactElement } from 'react';
import { type Asking, answered, type FirstRunState } from '../../stores/first-run/flow.ts';
import type { Theme } from '../theme.ts';

interface Props {
  readonly state: FirstRunState & { readonly step: 'ask' };
  readonly set: (next: FirstRunState) => void;
  readonly theme: Theme;
  readonly onLast: (asking: Asking) => void;
}

/** The answers so far and the question now; what is typed as a secret shows as dots. */
export function Questions({ state, set, theme, onLast }: Props): ReactElement {
  const question = state.questions[state.at];
  const submit = (): void => {
    const next = answered(state);
    set(next);
    if (next.step === 'testing') onLast(next);
  };
  return (
    <Box flexDirection="column">
      {state.questions.slice(0, state.at).map(({ name, type }) => (
        <Text key={name}>
          {theme.paint('dim', `${name}: ${type === 'secret' ? '••••••' : (state.answers[name] ?? '')}`)}
        </Text>
      ))}
      {question === undefined ? null : (
        <Box flexDirection="column">
          <Text>
            {theme.paint('dim', `${question.help}${question.required ? '' : ' (may be left empty)'}`)}
          </Text>
          <Box>
            <Text>{`${question.name}: `}</Text>
            <TextInput
              key={question.name}
              value={state.typed}
              onChange={(typed) => set({ ...state, typed })}
              onSubmit={submit}
              {...(isHidden(question.type, state.typed) ? { mask: '•' } : {})}
            />
          </Box>
        </Box>
      )}
    </Box>
  );
}

/** Where a secret is kept elsewhere, the place itself is none. */
function isHidden(type: string, typed: string): boolean {
  return type === 'secret' && !/^(?:env|file):/.test(typed);
}
