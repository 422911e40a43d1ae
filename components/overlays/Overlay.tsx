import type { ReactElement } from 'react';
import { useConsoleState } from '../view.ts';
import { Columns } from './Columns.tsx';
import { Confirm } from './Confirm.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { Facets } from './Facets.tsx';
import { Help } from './Help.tsx';
import { LineDialog } from './LineDialog.tsx';
import { Menu } from './Menu.tsx';
import { Palette } from './Palette.tsx';
import { Pivots } from './Pivots.tsx';
import { PlatformsPanel } from './PlatformsPanel.tsx';
import { Prompt } from './Prompt.tsx';
import { Ranges } from './Ranges.tsx';
import { SheetView } from './SheetView.tsx';
import { Sql } from './Sql.tsx';
import { Views } from './Views.tsx';

/** The one overlay there can be. */
export function Overlay(): ReactElement | null {
  const overlay = useConsoleState((state) => state.overlay);
  switch (overlay?.kind) {
    case undefined:
      return null;
    case 'help':
      return <Help {...overlay} />;
    case 'prompt':
      return <Prompt {...overlay} />;
    case 'confirm':
      return <Confirm {...overlay} />;
    case 'export':
      return <ExportDialog {...overlay} />;
    case 'line':
      return <LineDialog {...overlay} />;
    case 'sheet':
      return <SheetView {...overlay} />;
    case 'platforms':
      return <PlatformsPanel {...overlay} />;
    case 'menu':
      return <Menu {...overlay} />;
    case 'pivots':
      return <Pivots {...overlay} />;
    case 'columns':
      return <Columns {...overlay} />;
    case 'palette':
      return <Palette {...overlay} />;
    case 'views':
      return <Views {...overlay} />;
    case 'facets':
      return <Facets {...overlay} />;
    case 'sql':
      return <Sql {...overlay} />;
    case 'ranges':
      return <Ranges {...overlay} />;
  }
}
