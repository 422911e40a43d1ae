import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import type { ReactElement } from 'react';
import { cut } from '../../src/domain/cells.ts';
import { safeLine } from '../../src/domain/text.ts';
import { chooseFormat, failedHere, nameExport, startExport } from '../../stores/actions/exporting.ts';
import { wrapText } from '../../stores/detail/text-lines.ts';
import type { Overlay } from '../../stores/overlay.ts';
import { TextField } from '../keyboard/TextField.tsx';
import { useConsoleState, useView } from '../view.ts';
import { Panel } from './Panel.tsx';

/** Which format, which name; the export itself runs behind the footer. */
export function ExportDialog({ step, name }: Extract<Overlay, { kind: 'export' }>): ReactElement {
  const { console, theme } = useView();
  const columns = useConsoleState((state) => state.size.columns);
  const failed = useConsoleState(failedHere);
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
          initialIndex={Math.max(
            0,
            formats.findIndex((format) => format.name === failed?.format),
          )}
          onSelect={(item) => chooseFormat(console, item.value)}
        />
      </Panel>
    );
  }
  const hint = cut(`in ${safeLine(exporter?.directory ?? '.')} · Enter writes it, Esc cancels`, width - 4);
  const told = failed === null ? [] : wrapText(`It failed: ${failed.reason}`, width - 4, 4);
  return (
    <Panel width={width} height={5 + told.length}>
      <Text>{theme.paint('strong', 'File name')}</Text>
      <Box height={1}>
        <TextField
          value={name}
          onChange={(text) => nameExport(console, text)}
          onSubmit={() => startExport(console)}
        />
      </Box>
      {told.length > 0 && <Text>{theme.paint('error', told.join('\n'))}</Text>}
      <Text>{theme.paint('dim', hint)}</Text>
    </Panel>
  );
}
