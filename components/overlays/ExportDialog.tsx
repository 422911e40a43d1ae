import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import TextInput from 'ink-text-input';
import type { ReactElement } from 'react';
import { safeLine } from '../../src/domain/text.ts';
import { chooseFormat, nameExport, startExport } from '../../stores/actions/exporting.ts';
import type { Overlay } from '../../stores/state.ts';
import { useConsoleState, useView } from '../view.ts';

/** Which format, which name; the export itself runs behind the footer. */
export function ExportDialog({ step, name }: Extract<Overlay, { kind: 'export' }>): ReactElement {
  const { console, theme } = useView();
  const size = useConsoleState((state) => state.size);
  const { exporter } = console.services;
  const width = Math.min(size.columns - 4, 76);
  const formats = exporter?.formats ?? [];
  const height = step === 'format' ? formats.length + 4 : 6;
  return (
    <Box
      position="absolute"
      top={Math.max(0, Math.floor((size.rows - height) / 2))}
      left={Math.max(0, Math.floor((size.columns - width) / 2))}
      width={width}
      height={height}
      borderStyle="round"
      paddingX={1}
      flexDirection="column"
    >
      <Text wrap="truncate">
        {theme.paint('strong', pad(step === 'format' ? 'Export this view as' : 'File name', width))}
      </Text>
      {step === 'format' ? (
        <SelectInput
          items={formats.map((format) => ({
            label: pad(`${format.name}  ${format.about}`, width),
            value: format.name,
          }))}
          onSelect={(item) => chooseFormat(console, item.value)}
        />
      ) : (
        <Box flexDirection="column">
          <TextInput
            value={name}
            onChange={(text) => nameExport(console, text)}
            onSubmit={() => startExport(console)}
          />
          <Text wrap="truncate">
            {theme.paint('dim', pad(`in ${safeLine(exporter?.directory ?? '.')}`, width))}
          </Text>
          <Text wrap="truncate">{theme.paint('dim', pad('Enter writes it, Esc cancels', width))}</Text>
        </Box>
      )}
    </Box>
  );
}

/** Blanks to the edge, so that nothing of the list below shines through. */
function pad(text: string, width: number): string {
  return text.padEnd(width - 4);
}
