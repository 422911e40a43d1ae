import { Box, Text, useWindowSize } from 'ink';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { safeLine } from '../../src/domain/text.ts';
import type { PlatformKind } from '../../src/platforms/declaration.ts';
import { LEAST } from '../../stores/layout.ts';
import type { Theme } from '../theme.ts';
import { AnswerField } from './AnswerField.tsx';
import { ChoiceList } from './ChoiceList.tsx';
import { choicesOf } from './choices.ts';
import type { Flow } from './flow.ts';
import { answer, type Step } from './steps.ts';
import { type Surroundings, variableNote, wordsOf } from './words.ts';

interface Props {
  readonly flow: Flow;
  readonly kinds: readonly PlatformKind[];
  readonly around: Surroundings;
  readonly themes: StoreApi<Theme>;
}

/** What is drawn besides the choices: frame, title, lines of text and of keys. */
const ELSE = 12;

/** The screen of a first run: one question at a time. */
export function FirstRun({ flow, kinds, around, themes }: Props): ReactElement {
  const state = useStore(flow.store);
  const theme = useStore(themes);
  const { columns, rows } = useWindowSize();
  if (columns < LEAST.columns || rows < LEAST.rows) {
    const least = `${LEAST.columns} x ${LEAST.rows}`;
    return (
      <Text>{`The terminal is ${columns} x ${rows}; certdeck needs at least ${least}. Ctrl-C quits.`}</Text>
    );
  }
  const { step, problem } = state;
  const { title, lines, field, keys } = wordsOf(state, around);
  const choices = choicesOf(state, kinds);
  const isVariable = step.kind === 'question' && step.place === 'env';
  return (
    <Box flexDirection="column" width={columns} height={rows} paddingX={2} paddingTop={1}>
      <Text>{`${theme.paint('accent', 'certdeck')}  ${theme.paint('strong', title)}`}</Text>
      <Box flexDirection="column" marginTop={1}>
        {lines.map(({ tone, text }) => (
          <Text key={text}>{theme.paint(tone, text)}</Text>
        ))}
      </Box>
      <Box flexDirection="column" marginTop={1} key={keyOf(step)}>
        {choices.length > 0 && (
          <ChoiceList
            choices={choices}
            width={columns - 4}
            height={rows - ELSE}
            theme={theme}
            onPick={({ pick }) => flow.step(pick)}
          />
        )}
        {field !== null && (
          <AnswerField
            field={field}
            theme={theme}
            noteOf={(text) => (isVariable ? variableNote(text, around.env) : '')}
            onAnswer={(text) => flow.step((now) => answer(now, text))}
          />
        )}
      </Box>
      {problem !== null && (
        <Box flexDirection="column" marginTop={1}>
          <Text>{theme.paint('error', safeLine(problem.what))}</Text>
          <Text>{safeLine(problem.fix)}</Text>
        </Box>
      )}
      <Box flexGrow={1} />
      <Text wrap="truncate">{theme.paint('dim', keys)}</Text>
    </Box>
  );
}

/** A new step begins with a new list, a new line: nothing typed at one is seen at another. */
function keyOf(step: Step): string {
  return step.kind === 'question' ? `${step.kind} ${step.index} ${step.place}` : step.kind;
}
