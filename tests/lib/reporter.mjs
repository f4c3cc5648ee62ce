// The reporter that tools/run-tests.mjs gives to node's test runner: one line of JSON for each test
// that is not merely a frame around others, so that the closing count counts cases and nothing else.

function message(error) {
  const cause = error?.cause ?? error;
  if (typeof cause === 'string') return cause;
  return cause?.stack ?? cause?.message ?? String(cause);
}

export default async function* (events) {
  let deepest = -1; // nesting of the last test that ended; a shallower one that follows is its frame
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isFrame = deepest > data.nesting;
    deepest = data.nesting;
    const error = data.details?.error;
    const failedInside = error?.failureType === 'subtestsFailed';
    if ((isFrame || data.details?.type === 'suite') && (type === 'test:pass' || failedInside)) continue;
    const skip = data.skip !== undefined || data.todo !== undefined;
    const row = { name: data.name, ok: type === 'test:pass', skip };
    if (!row.ok) row.detail = message(error);
    yield JSON.stringify(row) + '\n';
  }
}
