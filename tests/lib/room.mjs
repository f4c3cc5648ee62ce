// Meetings for tests: somebody holds one, telephones join it, the leader goes on.
import assert from 'node:assert/strict';

// Answers {path, next, until, code}: a meeting with one tool, open for telephones.
export async function holdMeeting(leader, tool = 'cards', facts = {}) {
  const form = (await leader.open(`/meetings/new?tool=${tool}`)).form('/meetings/new');
  const page = await form.fill({ place: 'new', group: `Gruppen ${Math.random().toString(36).slice(2, 8)}`,
    length: '45', when: 'now', ...facts }).submit();
  assert.equal(page.status, 200, page.words);
  const path = page.url.pathname.replace('/lead', '');
  const lead = () => leader.open(`${path}/lead`);
  const press = async (end) => (await lead()).form(end).submit();
  const next = () => press('/lead/next');
  const code = page.words.match(/\b([A-Z0-9]{3}) ([A-Z0-9]{3})\b/)?.slice(1).join('');
  // Presses "next" until the leader's page says these words.
  const until = async (words) => {
    for (let i = 0; i < 12; i++) {
      const now = await lead();
      if (now.words.includes(words)) return now;
      await next();
    }
    throw new Error(`never comes to "${words}"`);
  };
  return { path, code, lead, press, next, until, leader };
}

// A telephone that joins: answers its client.
export async function join(site, meeting, { nickname = '', sector = '', table = false } = {}, client = site.client()) {
  const form = (await client.open(`${meeting.path}/join`)).form('nickname');
  const page = await form.fill({ nickname, sector, ...(table ? { table: true } : {}) }).submit();
  assert.equal(page.status, 200, page.words);
  assert.equal(page.url.pathname, meeting.path);
  return client;
}

// Opens the telephone, fills in the form that has that field or end of action, sends it.
export async function send(client, meeting, form, values) {
  const page = await client.open(meeting.path);
  return page.form(form).fill(values).submit();
}
