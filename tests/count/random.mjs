// Small random elections that have in them what real ones rarely have: ties, empty ballots, an id
// twice in a ballot, decimals, withdrawn projects, projects nobody wants. The same seed gives the
// same election on every machine.

export function generator(seed) {
  let state = seed >>> 0;
  const next = () => { // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  const chance = (p) => next() < p;
  const pick = (list) => list[below(list.length)];
  const shuffled = (list) => list.map((value) => [next(), value]).sort((a, b) => a[0] - b[0])
    .map(([, value]) => value);
  return { below, chance, pick, shuffled };
}

const idSets = [
  ['1', '2', '10', '11', '3', '20', '100', '9'],
  ['c1', 'C1', 'b', 'a/2', 'a/10', 'Ø', 'Å7', 'z'],
  ['OGM/0015', 'OGM/0002', 'M/66/VII', '7', '07', '70', 'ö', 'B'],
];

function money(random, most, fine) {
  const whole = 1 + random.below(most);
  return fine ? `${whole}.${random.pick(['5', '25', '75', '50', '0'])}` : String(whole);
}

function ballot(random, ids, type) {
  const longest = type === 'choose-1' ? 1 : Math.min(ids.length, 1 + random.below(5));
  const listed = random.shuffled(ids).slice(0, longest);
  if (type !== 'choose-1' && type !== 'ordinal' && random.chance(0.08)) listed.push(listed[0]);
  return listed;
}

const section = (random, title, names, rows) => {
  const order = [names[0], ...random.shuffled(names.slice(1))];
  const cell = (value) => (/[;"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [title, order.join(';'), ...rows.map((row) => order.map((name) => cell(row[name])).join(';'))];
};

// The text of a .pb file. A withdrawn project has the cost 999999999, which adding one crown at a time
// does not reach in reasonable time: only for rules that do not.
export function election(seed, { types = ['approval', 'choose-1', 'cumulative', 'ordinal', 'scoring'],
  rules = ['unknown'], threshold = false, withdrawn = false } = {}) {
  const random = generator(seed);
  const type = random.pick(types);
  const ids = random.shuffled(random.pick(idSets)).slice(0, 1 + random.below(8));
  const fine = random.chance(0.2);
  const most = random.pick([3, 12, 60]);
  const projects = ids.map((id) => ({ project_id: id, cost: money(random, most, fine && random.chance(0.5)),
    name: random.pick(['Bænk', 'Legeplads; ny', 'Det "gamle" træ', '"Orlik"']) }));
  if (withdrawn && random.chance(0.2)) random.pick(projects).cost = '999999999';
  const votes = Array.from({ length: 1 + random.below(random.pick([5, 12, 40])) }, (_, at) => {
    const listed = random.chance(0.07) ? [] : ballot(random, ids, type);
    const points = listed.map(() => String(random.below(random.pick([2, 4, 10]))));
    return { voter_id: String(at), vote: listed.join(','), points: points.join(','), age: '41' };
  });
  const pointed = type === 'cumulative' || type === 'scoring';
  const meta = {
    description: 'Prøve', country: 'Denmark', unit: 'Prøveby', instance: '2026', num_projects: ids.length,
    num_votes: votes.length, budget: money(random, most * random.pick([1, 3, 8]), fine), vote_type: type,
    rule: random.pick(rules), date_begin: '01.01.2026', date_end: '2026', currency: 'DKK',
  };
  if (type === 'cumulative') meta.max_sum_points = 100;
  if (threshold) meta.min_project_score_threshold = random.below(9);
  const rows = Object.entries(meta).map(([key, value]) => ({ key, value: String(value) }));
  const lines = [
    'META', 'key;value', ...rows.map(({ key, value }) => `${key};${value}`),
    ...section(random, 'PROJECTS', ['project_id', 'cost', 'name'], projects),
    ...section(random, 'VOTES', ['voter_id', 'vote', 'age', ...(pointed ? ['points'] : [])], votes),
  ];
  const end = random.pick(['\n', '\r\n']);
  return (random.chance(0.1) ? '\ufeff' : '') + lines.join(end) + end;
}
