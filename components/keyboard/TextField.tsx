import { useInput } from 'ink';
import TextInput from 'ink-text-input';
import { type ReactElement, useState } from 'react';
import { editLine, lineOf } from '../../stores/line-editor.ts';

interface Props {
  readonly value: string;
  readonly mask?: string;
  readonly onChange: (text: string) => void;
  readonly onSubmit: (text: string) => void;
}

/** Ink's line of text, with the two keys it lacks most: Ctrl-U empties it, Ctrl-W takes its last word. */
export function TextField(props: Props): ReactElement {
  const { value, onChange } = props;
  const [edits, setEdits] = useState(0);
  useInput((_, key) => {
    // As which `ink-input.ts` hands them on.
    if (!key.tab) return;
    onChange(editLine(lineOf(value), key.shift ? 'C-u' : 'C-w')?.text ?? value);
    setEdits(edits + 1);
  });
  // A new line each time: the one before would have its cursor where there is no text any more.
  return <TextInput key={edits} {...props} />;
}
