/** Folding and unfolding the tree of a document. */
import type { Console } from '../console.ts';
import { detailHeight } from '../derive.ts';
import { cursorAt } from '../detail/lines.ts';
import { changeDetail, linesOf } from './open-detail.ts';

export function fold(console: Console, how: 'toggle' | 'fold' | 'unfold' | 'foldAll' | 'unfoldAll'): void {
  changeDetail(console, (detail, state) => {
    if (how === 'unfoldAll' || how === 'foldAll') {
      const folding = { all: how === 'foldAll', except: [] };
      return { ...detail, folding, ...(how === 'foldAll' ? { top: 0, cursor: 0 } : {}) };
    }
    const lines = linesOf(console, state);
    const node = lines.at(detail.cursor)?.node;
    if (node === undefined) return detail;
    if (node.folded === null || (how === 'fold' && node.folded)) {
      // Folding a leaf goes up to what holds it.
      const holder = how === 'fold' ? (lines.holderOf?.(detail.cursor) ?? -1) : -1;
      return holder < 0 ? detail : cursorAt(detail, holder, lines.length, detailHeight(state));
    }
    if (how === 'unfold' && !node.folded) return detail;
    const { all, except } = detail.folding;
    const others = except.filter((path) => path !== node.path);
    // What is named is the other way than all.
    const folding = { all, except: others.length < except.length ? others : [...others, node.path] };
    return { ...detail, folding };
  });
}
