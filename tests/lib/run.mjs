// Running other programs: one promise for what a child said and how it ended. For the test runner
// and for every test that calls the samskab command line.
import { spawn } from 'node:child_process';

// Runs command[0] with the rest as arguments. Never throws for a child that fails: look at code.
// options: cwd, env (added to ours), input (its stdin), seconds (limit), echo (show while it runs).
export function run(command, options = {}) {
  const { cwd, env, input, seconds = 600, echo = false } = options;
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const out = [];
    const err = [];
    const all = [];
    const take = (list) => (piece) => {
      list.push(piece);
      all.push(piece);
      if (echo) process.stdout.write(piece);
    };
    const text = (list) => Buffer.concat(list).toString('utf8');
    const began = Date.now();
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, seconds * 1000);
    const done = (code, signal) => {
      clearTimeout(limit);
      const note = late ? `\nstopped after ${seconds} s` : '';
      resolve({
        code, signal, late, stdout: text(out), stderr: text(err) + note, output: text(all) + note,
        bytes: Buffer.concat(out), seconds: (Date.now() - began) / 1000,
      });
    };
    child.stdout.on('data', take(out));
    child.stderr.on('data', take(err));
    child.on('error', (error) => {
      err.push(Buffer.from(error.message));
      done(127, null);
    });
    child.on('close', done);
    if (input !== undefined) {
      child.stdin.on('error', () => {}); // a child may leave without reading all of it
      child.stdin.end(input);
    }
  });
}

// Calls work(item) for every item, at most `width` at a time; results stand in the items' order.
export async function inParallel(items, width, work) {
  const results = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}
