// Which routes of the program the scenarios have asked for. Each test process writes down what it
// asked; when all have ended, the list is held against `samskab routes --format json`, so that a
// route nobody tried fails the run, for each database engine by itself.
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const seen = new Set();

// Remembers a request that got a good answer (a refusal shows nothing about the page behind it).
export function routeHit(method, path, status) {
  const folder = process.env.SAMSKAB_HITS;
  if (!folder || status >= 400) return;
  const line = `${method === 'HEAD' ? 'GET' : method} ${path}\n`;
  if (seen.has(line)) return;
  seen.add(line);
  const engine = process.env.SAMSKAB_ENGINE ?? 'sqlite';
  appendFileSync(join(folder, `${engine}-${process.pid}`), line);
}

// The list of routes that the program prints about itself: [{method, path, need}].
export async function routesOf(program) {
  const { code, stdout, output } = await run([program, 'routes', '--format', 'json']);
  if (code !== 0) throw new Error(`samskab routes: ${output}`);
  return JSON.parse(stdout);
}

const partsOf = (path) => path.split('/').slice(1);

// Does this path belong to the route? A part that is written out weighs more than a :name.
function weight(route, method, parts) {
  const pattern = partsOf(route.path);
  if (route.method !== method) return -1;
  const rest = pattern[pattern.length - 1]?.startsWith('*');
  if (rest ? parts.length < pattern.length : parts.length !== pattern.length) return -1;
  let sum = 0;
  for (const [at, part] of pattern.entries()) {
    if (part.startsWith('*')) break;
    if (part.startsWith(':') || part.startsWith('{')) sum += 1;
    else if (part === parts[at]) sum += 100;
    else return -1;
  }
  return sum;
}

export function routeOf(routes, method, path) {
  const clean = path.replace(/^\/(da|en)(?=\/|$)/, '') || '/';
  const ranked = routes.map((route) => ({ route, sum: weight(route, method, partsOf(clean)) }))
    .filter(({ sum }) => sum >= 0).sort((a, b) => b.sum - a.sum);
  return ranked[0]?.route;
}

// One row per route: {name, hit}.
export async function coverage(program, folder, engine) {
  const routes = await routesOf(program);
  const hit = new Set();
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    if (!file.startsWith(`${engine}-`)) continue;
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)) {
      const [method, path] = line.split(' ');
      hit.add(routeOf(routes, method, path));
    }
  }
  return routes.map((route) => ({
    name: `${engine}: a scenario asks for ${route.method} ${route.path}`, hit: hit.has(route),
  }));
}
