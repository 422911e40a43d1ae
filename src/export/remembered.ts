/** What few texts become, made once each: most columns of a log say the same few things over and over. */

/** Texts kept of one column, where not said otherwise. */
const MOST = 4_096;
/** Longer texts hardly come again, and would fill the memory. */
const LONGEST = 256;
/** After so many times what is kept it shows whether a column says the same things again. */
const TRIAL = 2;

/** As `make`, which is to give the same for the same text; a column that never repeats itself is soon left alone. */
export function remembered<T>(make: (text: string) => T, most = MOST): (text: string) => T {
  const known = new Map<string, T>();
  let asked = 0;
  let found = 0;
  let repeats = true;
  return (text) => {
    if (!repeats || text.length > LONGEST) return make(text);
    asked++;
    const before = known.get(text);
    if (before !== undefined) {
      found++;
      return before;
    }
    const made = make(text);
    if (known.size < most) known.set(text, made);
    else if (asked > TRIAL * most && found * 2 < asked) {
      repeats = false;
      known.clear();
    }
    return made;
  };
}
