// A second counting program. It was written from the public definitions of the rules and shares no
// line with src/rules; the two must agree. It favours being easy to check over being fast: exact
// fractions of big integers, every sum done anew in every round.
//
//   node tests/count/second.mjs FILE.pb [--rule …] [--utility …] …     options as samskab recount
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// ---- exact fractions: [numerator, denominator > 0] in lowest terms -----------------------------

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

function frac(n, d = 1n) {
  const g = gcd(n, d) || 1n;
  return d < 0n ? [-n / g, -d / g] : [n / g, d / g];
}

const zero = frac(0n);
const add = (x, y) => frac(x[0] * y[1] + y[0] * x[1], x[1] * y[1]);
const sub = (x, y) => frac(x[0] * y[1] - y[0] * x[1], x[1] * y[1]);
const mul = (x, y) => frac(x[0] * y[0], x[1] * y[1]);
const div = (x, y) => frac(x[0] * y[1], x[1] * y[0]);
const cmp = (x, y) => {
  const difference = x[0] * y[1] - y[0] * x[1];
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
const sum = (list) => list.reduce(add, zero);
const least = (x, y) => (cmp(x, y) <= 0 ? x : y);
const floor = (x) => frac(x[0] / x[1]); // never negative here

function decimal(text) {
  const found = /^(\d+)(?:[.,](\d+))?$/.exec(text.trim());
  if (!found) throw new Error(`not a number: ${text}`);
  const cents = found[2] ?? '';
  return frac(BigInt(found[1] + cents), 10n ** BigInt(cents.length));
}

// The shortest decimal that is exactly x. Every cost is a decimal, and so is a sum of them.
function decimalText(x) {
  let scale = 0;
  while ((x[0] * 10n ** BigInt(scale)) % x[1] !== 0n) scale += 1;
  const digits = String((x[0] * 10n ** BigInt(scale)) / x[1]).padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

// ---- reading .pb --------------------------------------------------------------------------------

// A quote is special only as the first character of a field.
function fieldsOf(line) {
  const fields = [];
  let at = 0;
  for (;;) {
    let text = '';
    if (line[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= line.length) throw new Error(`a quote is not closed: ${line}`);
        if (line[at] === '"' && line[at + 1] === '"') text += line[at += 1];
        else if (line[at] === '"') break;
        else text += line[at];
      }
      at += 1;
    }
    const end = line.indexOf(';', at);
    text += line.slice(at, end < 0 ? undefined : end);
    fields.push(text);
    if (end < 0) return fields;
    at = end + 1;
  }
}

function sectionsOf(text) {
  const sections = {};
  let current;
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const title = line.trim().toUpperCase();
    if (title === '') continue;
    if (['META', 'PROJECTS', 'VOTES'].includes(title)) current = sections[title] = [];
    else current.push(fieldsOf(line));
  }
  return sections;
}

function rowsOf([header, ...lines]) {
  const names = header.map((name) => name.trim().toLowerCase());
  return lines.map((line) => Object.fromEntries(line.map((value, at) => [names[at], value])));
}

const absent = (cell) => cell === undefined || cell.trim() === '' || /^none$/i.test(cell.trim());
const listOf = (cell) => (absent(cell) ? [] : cell.split(',').map((part) => part.trim()));

// A ballot is a Map from project to points; without points each listed project has one. A project
// that is listed twice counts once, and the last points given to it count.
function ballotOf(row, meta, byId) {
  const pointed = meta.vote_type === 'cumulative' || meta.vote_type === 'scoring';
  const ids = listOf(row.vote);
  const points = pointed ? listOf(row.points) : [];
  const ballot = new Map();
  if (pointed && points.length === 0) return ballot;
  ids.forEach((id, at) => {
    if (!byId.has(id)) throw new Error(`unknown project ${id}`);
    ballot.set(byId.get(id), pointed ? decimal(points[at]) : frac(1n));
  });
  return ballot;
}

export function readPb(text) {
  const sections = sectionsOf(text);
  const meta = Object.fromEntries(sections.META.slice(1).map(([key, value]) =>
    [key.trim().toLowerCase(), (value ?? '').trim()]));
  const projects = rowsOf(sections.PROJECTS).map((row) => ({ id: row.project_id, cost: decimal(row.cost),
    withdrawn: decimal(row.cost)[0] === 999999999n && decimal(row.cost)[1] === 1n }));
  const byId = new Map(projects.map((project) => [project.id, project]));
  const voters = rowsOf(sections.VOTES).map((row) => ballotOf(row, meta, byId));
  for (const project of projects) {
    project.supporters = voters.flatMap((ballot, at) => (ballot.has(project) ? [at] : []));
    project.points = sum(project.supporters.map((at) => voters[at].get(project)));
  }
  const budget = decimal(meta.budget);
  const numbers = [budget, ...projects.map(({ cost }) => cost),
    ...voters.flatMap((ballot) => [...ballot.values()])];
  const scale = numbers.reduce((whole, [, d]) => (whole * d) / gcd(whole, d), 1n);
  return { meta, projects, voters, sorts: sortsOf(voters), budget, scale };
}

// Ballots that say the same, with how many there are of each.
function sortsOf(voters) {
  const sorts = new Map();
  for (const ballot of voters) {
    const key = [...ballot].map(([{ id }, points]) => `${id} ${points}`).sort().join('\n');
    if (!sorts.has(key)) sorts.set(key, { ballot, times: 0n });
    sorts.get(key).times += 1n;
  }
  return [...sorts.values()];
}

// ---- ties ---------------------------------------------------------------------------------------

const byId = (a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
const byCostThenVotes = (a, b) => cmp(a.cost, b.cost) || b.supporters.length - a.supporters.length;

// The lot of a project: the place that the published seed gives it. See docs/budget-rules.md.
function lotOf(seed, id) {
  return createHash('sha256').update(seed).update(id).digest();
}

function tieRule({ ties, seed }) {
  if (ties === 'id') return byId;
  if (ties === 'cost-votes-id') return (a, b) => byCostThenVotes(a, b) || byId(a, b);
  const bytes = Buffer.from(seed ?? '', 'hex');
  return (a, b) => byCostThenVotes(a, b)
    || Buffer.compare(lotOf(bytes, a.id), lotOf(bytes, b.id)) || byId(a, b);
}

// ---- greedy -------------------------------------------------------------------------------------

const costOf = (selected) => sum(selected.map((project) => project.cost));
const fits = (project, spent, budget) => cmp(add(spent, project.cost), budget) <= 0;

function worth(project, { rank, utility }) {
  const total = rank === 'score' || utility === 'points' ? project.points
    : frac(BigInt(project.supporters.length));
  if (utility === 'cost') return total;
  return project.cost[0] === 0n ? [1n, 0n] : div(total, project.cost); // [1, 0]: more than anything
}

function greedy(election, options, already = []) {
  const { projects, budget, meta } = election;
  const ties = tieRule(options);
  const threshold = decimal(absent(meta.min_project_score_threshold) ? '0' : meta.min_project_score_threshold);
  const score = (project) => (options.rank === 'score' ? project.points
    : frac(BigInt(project.supporters.length)));
  const order = projects.filter((project) => !already.includes(project) && worth(project, options)[0] > 0n)
    .filter((project) => options.rule === 'greedy' || cmp(score(project), threshold) >= 0)
    .sort((a, b) => cmp(worth(b, options), worth(a, options)) || ties(a, b));
  const selected = [...already];
  for (const project of order) {
    if (fits(project, costOf(selected), budget)) selected.push(project);
    else if (options.rule === 'greedy-no-skip' && !project.withdrawn) break;
  }
  return { selected };
}

// ---- Equal Shares -------------------------------------------------------------------------------

function utilityOf(project, ballot, { utility }) {
  if (utility === 'cost') return project.cost;
  return utility === 'cardinality' ? frac(1n) : ballot.get(project);
}

const isSupported = (project, { utility }) =>
  (utility === 'points' ? project.points[0] > 0n : project.supporters.length > 0);

// Who can pay for a project: voters with the same ballot have the same money all along, so each sort
// of ballot is one payer who counts `times`. All money is in whole numbers of 1/unit.
function payersOf(election, project, options, money) {
  const payers = [];
  for (const sort of election.sorts) {
    const weight = sort.ballot.has(project) ? utilityOf(project, sort.ballot, options) : zero;
    if (weight[0] > 0n) payers.push({ sort, weight: weight[0] * (election.scale / weight[1]), times: sort.times });
  }
  return { project, payers, money, price: project.cost[0] * (election.scale / project.cost[1]) };
}

// The smallest rho (as [n, d], money in 1/unit per unit of utility) for which the payments
// min(money, rho · weight) make up the price; undefined when all there is is less.
function rhoOf({ payers, money, price }, unit) {
  let rest = price * unit;
  let weight = 0n;
  let all = 0n;
  for (const payer of payers) {
    all += money.get(payer.sort) * payer.times;
    weight += payer.weight * payer.times;
  }
  if (all < rest) return undefined;
  const poorestFirst = payers.map((payer) => ({ ...payer, has: money.get(payer.sort) }))
    .sort((a, b) => Number(a.has * b.weight < b.has * a.weight ? -1n : 1n));
  for (const payer of poorestFirst) {
    if (rest * payer.weight <= payer.has * weight) break;
    rest -= payer.has * payer.times;
    weight -= payer.weight * payer.times;
    if (weight === 0n) return [payer.has, payer.weight]; // everybody pays everything
  }
  return [rest, weight];
}

const byRho = (x, y) => (x[0] * y[1] < y[0] * x[1] ? -1 : x[0] * y[1] > y[0] * x[1] ? 1 : 0);

// The offer with the smallest rho. Money only falls, so rho only rises: what an offer asked before is
// the least it asks now, and the search may end at the first offer that asked more than the best.
function bestOffer(offers, unit, ties) {
  let best;
  offers.sort((a, b) => byRho(a.rho, b.rho));
  for (const offer of offers) {
    if (best && byRho(offer.rho, best.rho) > 0) break;
    offer.rho = rhoOf(offer, unit);
    if (!offer.rho) continue;
    const order = best ? byRho(offer.rho, best.rho) || ties(offer.project, best.project) : -1;
    if (order < 0) best = offer;
  }
  return best;
}

function equalSharesOnce(election, options, endowment) {
  const { projects, sorts, scale } = election;
  const ties = tieRule(options);
  let unit = endowment[1]; // money and prices are also multiplied by the scale that makes them whole
  const money = new Map(sorts.map((sort) => [sort, endowment[0] * scale]));
  const selected = [];
  const trace = [];
  let offers = projects.filter((project) => project.cost[0] > 0n && isSupported(project, options))
    .map((project) => ({ ...payersOf(election, project, options, money), rho: [0n, 1n] }));
  for (;;) {
    const best = bestOffer(offers, unit, ties);
    if (!best) return { selected, trace };
    const { project, payers, rho: [n, d] } = best;
    const share = gcd(n, d);
    const finer = d / share;
    // What one who pays in full pays; of points, for each point.
    const full = options.utility === 'points' ? scale : payers[0].weight;
    const payment = frac(n * full, d * unit * scale);
    trace.push({ project: project.id, max_payment: payment, effective_votes: div(project.cost, payment) });
    for (const sort of sorts) money.set(sort, money.get(sort) * finer);
    for (const { sort, weight } of payers) {
      const has = money.get(sort);
      const asked = (n / share) * weight;
      money.set(sort, has < asked ? 0n : has - asked);
    }
    unit *= finer;
    selected.push(project);
    offers = offers.filter((offer) => offer !== best && offer.rho);
    for (const offer of offers) offer.rho = [offer.rho[0] * finer, offer.rho[1]];
  }
}

function isExhaustive(election, options, selected) {
  const spent = costOf(selected);
  return !election.projects.some((project) => !selected.includes(project)
    && isSupported(project, options) && fits(project, spent, election.budget));
}

// Why the increments end with this outcome, or undefined when they go on.
function reasonToStop(election, options, { selected }) {
  if (options.stop === 'exhaustive') {
    return isExhaustive(election, options, selected) ? 'exhaustive' : undefined;
  }
  const all = election.projects.filter((project) => project.cost[0] > 0n && isSupported(project, options));
  if (selected.length === all.length) return 'all_selected';
  return cmp(costOf(selected), election.budget) === 0 ? 'budget_spent' : undefined;
}

function equalSharesAdd1(election, options, start) {
  let outcome = equalSharesOnce(election, options, start);
  for (let increments = 0; ; increments += 1) {
    const reason = reasonToStop(election, options, outcome);
    if (reason) return { ...outcome, increments, stop: reason };
    const next = equalSharesOnce(election, options, add(start, frac(BigInt(increments + 1))));
    if (cmp(costOf(next.selected), election.budget) > 0) {
      return { ...outcome, increments, stop: 'next_infeasible' };
    }
    outcome = next;
  }
}

function equalShares(election, options) {
  const share = div(election.budget, frac(BigInt(election.voters.length)));
  const start = options.endowment === 'integral' ? floor(share) : share;
  const adds = options.completion.startsWith('add1');
  const outcome = adds ? equalSharesAdd1(election, options, start)
    : equalSharesOnce(election, options, start);
  if (!options.completion.endsWith('greedy')) return outcome;
  const { selected } = greedy(election, { ...options, rule: 'greedy', rank: 'support' }, outcome.selected);
  return { ...outcome, selected };
}

// ---- sequential Phragmén ------------------------------------------------------------------------

function phragmen(election, options) {
  const { budget, sorts } = election;
  const ties = tieRule(options);
  const load = new Map(sorts.map((sort) => [sort, zero]));
  const behind = (project) => sorts.filter(({ ballot }) => ballot.has(project));
  const selected = [];
  let left = election.projects.filter((project) => project.supporters.length > 0
    && cmp(project.cost, budget) <= 0);
  const loadWith = (project) => {
    const loads = behind(project).map((sort) => mul(load.get(sort), frac(sort.times)));
    return div(add(sum(loads), project.cost), frac(BigInt(project.supporters.length)));
  };
  while (left.length > 0) {
    const loads = new Map(left.map((project) => [project, loadWith(project)]));
    const lowest = [...loads.values()].reduce(least);
    const first = left.filter((project) => cmp(loads.get(project), lowest) === 0).sort(ties);
    if (first.some((project) => !fits(project, costOf(selected), budget))) break;
    const [project] = first;
    for (const sort of behind(project)) load.set(sort, lowest);
    selected.push(project);
    left = left.filter((other) => other !== project);
  }
  return { selected };
}

// ---- options and answers ------------------------------------------------------------------------

const rules = { greedy, 'greedy-no-skip': greedy, 'greedy-threshold': greedy, 'equal-shares': equalShares,
  phragmen };
const defaults = { utility: 'cost', completion: 'add1-greedy', stop: 'overspend', endowment: 'exact',
  ties: 'cost-votes-id' };

export function count(election, given) {
  const pointed = ['cumulative', 'scoring'].includes(election.meta.vote_type);
  const named = rules[election.meta.rule] ? election.meta.rule : 'equal-shares';
  const options = { rule: named, rank: pointed ? 'score' : 'support', ...defaults, ...given };
  const { selected, trace = [], increments, stop } = rules[options.rule](election, options);
  return {
    rule: options,
    selected: selected.map(({ id }) => id),
    cost: decimalText(costOf(selected)),
    budget: decimalText(election.budget),
    increments,
    stop,
    trace: trace.map(({ project, max_payment: payment, effective_votes: votes }) => ({ project,
      max_payment: payment.join('/'), effective_votes: votes.join('/') })),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file, ...words] = process.argv.slice(2);
  const given = {};
  for (let at = 0; at < words.length; at += 2) given[words[at].replace(/^--/, '')] = words[at + 1];
  console.log(JSON.stringify(count(readPb(readFileSync(file, 'utf8')), given), null, 1));
}
