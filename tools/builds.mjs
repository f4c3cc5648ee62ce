// The three ways the program is built for tests, in one place: the test runner and the fuzzing tool
// make the same build folders with the same options.
import { existsSync } from 'node:fs';
import { run } from '../tests/lib/run.mjs';

// Little optimised: twice as quick to build, and the tests wait for other things than the processor.
const sanitisers = (optimisation) => [
  '-Db_sanitize=address,undefined', '-Db_lundef=false', `-Doptimization=${optimisation}`];

export const builds = {
  sanitised: { name: 'gcc, with address and undefined behaviour sanitisers', options: sanitisers(1) },
  clang: {
    name: 'clang, with the same and the fuzz drivers', env: { CC: 'clang' },
    options: [...sanitisers(0), '-Dc_args=-fsanitize=fuzzer-no-link'],
  },
  release: { name: 'gcc, release', options: ['--buildtype=release'] },
};

// Stops at the first thing a sanitiser finds, leaks too, with an exit code of its own.
export const strict = {
  ASAN_OPTIONS: 'abort_on_error=0:exitcode=99:detect_leaks=1:strict_string_checks=1',
  UBSAN_OPTIONS: 'halt_on_error=1:exitcode=99:print_stacktrace=1',
};

// Sets up build/KIND if it is new, and builds. Returns the run that decided: look at its code.
export async function build(kind, targets = []) {
  const { options, env } = builds[kind];
  const folder = `build/${kind}`;
  if (!existsSync(`${folder}/build.ninja`)) {
    const setup = await run(['meson', 'setup', folder, ...options], { env });
    if (setup.code !== 0) return setup;
  }
  return run(['ninja', '-C', folder, ...targets], { seconds: 1800 });
}
