import { Box, Text } from 'ink';
import { type ReactElement, useState } from 'react';
import { TextField } from '../keyboard/TextField.tsx';
import type { Theme } from '../theme.ts';
import type { Field } from './words.ts';

interface Props {
  readonly field: Field;
  readonly theme: Theme;
  /** What is known of the text while it is typed. */
  readonly noteOf: (text: string) => string;
  readonly onAnswer: (text: string) => void;
}

/** The line an answer is typed in; a secret shows as stars and is nowhere else while it is typed. */
export function AnswerField({ field, theme, noteOf, onAnswer }: Props): ReactElement {
  const [text, setText] = useState(field.initial);
  const note = noteOf(text);
  return (
    <Box flexDirection="column">
      <Box>
        <Box flexShrink={0}>
          <Text>{theme.paint('accent', '> ')}</Text>
        </Box>
        <TextField value={text} onChange={setText} onSubmit={onAnswer} {...(field.masked && { mask: '*' })} />
      </Box>
      {note !== '' && <Text>{theme.paint('dim', note)}</Text>}
    </Box>
  );
}
