// In which ways a page is looked at: language × theme × width × script. `make test` takes four looks in
// which every pair of theme, width and script meets, two in each language; which look has which
// language changes from page to page. The nightly run takes them all.

export const axes = {
  language: ['da', 'en'],
  theme: ['light', 'dark'],
  width: ['desktop', 'narrow'],
  script: ['on', 'off'],
};

export function everything(of = axes) {
  return Object.entries(of).reduce((rows, [axis, values]) =>
    rows.flatMap((row) => values.map((value) => ({ ...row, [axis]: value }))), [{}]);
}

const pairsOf = (row) => {
  const cells = Object.entries(row).map(([axis, value]) => `${axis}=${value}`);
  return cells.flatMap((one, at) => cells.slice(at + 1).map((other) => `${one} ${other}`));
};

// The fewest combinations that show every pair: tries all choices of one, of two, … Always the same.
export function pairwise(of = axes) {
  const all = everything(of);
  const wanted = new Set(all.flatMap(pairsOf)).size;
  const choices = (n, from) => (n === 0 ? [[]] : all.slice(from).flatMap((row, at) =>
    choices(n - 1, from + at + 1).map((rest) => [row, ...rest])));
  for (let n = 1; ; n++) {
    const found = choices(n, 0).find((rows) => new Set(rows.flatMap(pairsOf)).size === wanted);
    if (found) return found;
  }
}

const { language: languages, ...sights } = axes;
const looks = pairwise(sights);

// turn: the page's place in the list.
export const combinations = (turn = 0) => (process.env.NIGHTLY === '1' ? everything()
  : looks.map((look, at) => ({ language: languages[(at + turn) % languages.length], ...look })));

export const nameOf = (row) => Object.values(row).map((value, at) =>
  (Object.keys(row)[at] === 'script' ? `script ${value}` : value)).join(', ');
