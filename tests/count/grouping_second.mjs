// A second program that draws pairs. It was written from docs/grouping.md and shares no line with
// src/rules/grouping; the two must agree. Also a tool for whoever wants to check a published plan:
//
//   node tests/count/grouping_second.mjs PEOPLE ROUNDS SEED
import { pathToFileURL } from 'node:url';

const word = (x) => BigInt.asUintN(64, x);

function* splitMix64(seed) {
  let state = word(seed);
  for (;;) {
    state = word(state + 0x9E3779B97F4A7C15n);
    let z = state;
    z = word((z ^ (z >> 30n)) * 0xBF58476D1CE4E5B9n);
    z = word((z ^ (z >> 27n)) * 0x94D049BB133111EBn);
    yield z ^ (z >> 31n);
  }
}

export function shuffled(people, seed) {
  const numbers = splitMix64(seed);
  const below = (limit) => {
    const tooLow = (1n << 64n) % BigInt(limit);
    for (;;) {
      const x = numbers.next().value;
      if (x >= tooLow) return Number(x % BigInt(limit));
    }
  };
  const order = Array.from({ length: people }, (_, i) => i);
  for (let i = people - 1; i >= 1; i -= 1) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

// The rounds as lists of groups. Seats on the ring are walked with two hands, one each way.
export function pairs(people, rounds, seed) {
  const order = shuffled(people, seed);
  if (people < 2) return Array.from({ length: rounds }, () => (people === 1 ? [[order[0]]] : []));
  const odd = people % 2 === 1;
  const ring = odd ? order : order.slice(0, -1);
  const joins = 2 * Math.floor(people / 6) + 1;
  return Array.from({ length: rounds }, (_, round) => {
    const turned = ring.map((_person, i) => ring[(i + round) % ring.length]);
    const alone = turned.shift();
    const groups = odd ? [] : [[alone, order[people - 1]]];
    for (let step = 1; turned.length > 0; step += 1) {
      const pair = [turned.shift(), turned.pop()];
      groups.push(odd && step === joins ? [...pair, alone] : pair);
    }
    return groups;
  });
}

export const asText = (groups) => groups.map((group) => group.join(' ')).join(';');

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [people, rounds, seed] = process.argv.slice(2);
  for (const groups of pairs(Number(people), Number(rounds), BigInt(seed))) console.log(asText(groups));
}
