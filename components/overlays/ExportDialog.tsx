import type { ReactElement } from 'react';
import { failedHere } from '../../stores/actions/export-dialog.ts';
import { type ExportForm, isNameOf } from '../../stores/export-form.ts';
import { useConsoleState, useView } from '../view.ts';
import { Dialog } from './Dialog.tsx';
import { exportLines } from './export-text.ts';

/** Which records, which columns, which format, which name; the export itself runs behind the footer. */
export function ExportDialog(form: ExportForm): ReactElement {
  const { console, theme } = useView();
  const state = useConsoleState((now) => now);
  const width = Math.min(state.size.columns - 4, 84);
  const failed = failedHere(state);
  const facts = {
    directory: console.services.exporter?.directory ?? '.',
    // Of a name that is typed now nothing is known yet.
    failed: failed !== null && isNameOf(form, failed) ? failed.reason : null,
    list: form.pane === 'statistics' ? null : state.lists[form.pane],
    most: state.size.rows - 4,
  };
  return <Dialog title="Export" lines={exportLines(theme, form, facts, width)} width={width} />;
}
