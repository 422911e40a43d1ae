import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import TextInput from 'ink-text-input';
import type { ReactElement } from 'react';
import { cut } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { chooseFormat, nameExport, startExport } from '../../stores/actions/exporting.ts';
import type { Overlay } from '../../stores/state.ts';
import { useConsoleState, useView } from '../view.ts';
import { Panel } from './Panel.tsx';

/** Which format, which name; the export itself runs behind the footer. */
export function ExportDialog({ step, name }: Extract<Overlay, { kind: 'export' }>): ReactElement {
  const { console, theme } = useView();
  const columns = useConsoleState((state) => state.size.columns);
  const { exporter } = console.services;
  const width = Math.min(columns - 4, 76);
  const formats = exporter?.formats ?? [];
  if (step === 'format') {
    return (
      <Panel width={width} height={formats.length + 3}>
        <Text>{theme.paint('strong', 'Export this view as')}</Text>
        <SelectInput
          items={formats.map((format) => ({
            label: cut(`${format.name.padEnd(6)} ${format.about}`, width - 8),
            value: format.name,
          }))}
          onSelect={(item) => chooseFormat(console, item.value)}
        />
      </Panel>
    );
  }
  const hint = cut(`in ${safeLine(exporter?.directory ?? '.')} · Enter writes it, Esc cancels`, width - 4);
  return (
    <Panel width={width} height={5}>
      <Text>{theme.paint('strong', 'File name')}</Text>
      <Box height={1}>
        <TextInput
          value={name}
          onChange={(text) => nameExport(console, text)}
          onSubmit={() => startExport(console)}
        />
      </Box>
      <Text>{theme.paint('dim', hint)}</Text>
    </Panel>
  );
}
