// In which ways a page is looked at: language × theme × width × script. `make test` takes a choice in
// which every pair of values meets at least once; the nightly run takes them all.

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

// Takes, again and again, the combination that shows most pairs not seen yet. Always the same choice.
export function pairwise(of = axes) {
  const all = everything(of);
  const missing = new Set(all.flatMap(pairsOf));
  const gain = (row) => pairsOf(row).filter((pair) => missing.has(pair)).length;
  const chosen = [];
  while (missing.size > 0) {
    const best = all.reduce((one, other) => (gain(other) > gain(one) ? other : one));
    pairsOf(best).forEach((pair) => missing.delete(pair));
    chosen.push(best);
  }
  return chosen;
}

export const combinations = () => (process.env.NIGHTLY === '1' ? everything() : pairwise());

export const nameOf = (row) => Object.values(row).map((value, at) =>
  (Object.keys(row)[at] === 'script' ? `script ${value}` : value)).join(', ');
