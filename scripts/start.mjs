// `npm start [-- ARGS]`: what is missing is installed and built, then certdeck runs; without ARGS, the demo.
import { build, install, pinned, root } from './ensure.mjs';

install();
build();
const args = process.argv.slice(2);
process.exitCode = pinned([`${root}/dist/certdeck.js`, ...(args.length > 0 ? args : ['demo'])]);
