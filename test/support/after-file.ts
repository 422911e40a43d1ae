/** Read anew for every test file, though files share their modules: what one leaves behind goes with it. */
import { afterAll } from 'vitest';
import { removeTemporaryFolders } from '../temporary-folder.ts';

afterAll(removeTemporaryFolders);
