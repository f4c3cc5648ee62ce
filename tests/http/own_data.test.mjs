// Nothing that names a person is forgotten: the schema of a migrated database is walked, and each
// column that can refer to somebody is in her own data, or stands here with the reason why not.
import assert from 'node:assert/strict';
import test from 'node:test';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { person } from '../lib/people.mjs';
import { engine, siteForFile } from '../lib/server.mjs';

const site = await siteForFile();
const anna = await person(site, { name: 'Anna Prøvesen', mail: 'anna@example.dk' });
const bo = await person(site, { name: 'Bo Eksempel', mail: 'bo@example.dk' });
const wieliczka = readFileSync(new URL('../../assets/demo/wieliczka-2023.pb', import.meta.url));

// Column → the section of her own data that tells of it.
const told = {
  'person.id': 'person',
  'session.person': 'sessions',
  'login_link.person': 'links',
  'login_link.made_by': 'links',
  'outbox.person': 'letters',
  'organisation.created_by': 'organisations_made',
  'membership.person': 'memberships',
  'initiative_party.person_id': 'initiatives',
  'initiative.started_by': 'initiatives_started',
  'initiative.contact_by': 'initiatives_started',
  'invitation.created_by': 'invitations',
  'activity.created_by': 'activities',
  'activity_move.moved_by': 'activities',
  'link.made_by': 'connections',
  'file.owner': 'files',
  'log_entry.actor_id': 'log',
  'log_entry.target_id': 'log',
  'budget_import.person': 'budget_imports',
  'budget_withdrawal.person': 'budget_withdrawals',
};

// The same of meetings, whose rows are made in the scenarios of meetings.
const toldOfMeetings = {
  'meeting.created_by': 'meetings',
  'meeting_leader.person_id': 'meetings',
  'action.created_by': 'actions',
  'content.created_by': 'contents',
  'idea.created_by': 'ideas',
  'idea_interest.person': 'idea_interests',
  'idea_experience.person': 'idea_experiences',
  'newsletter.created_by': 'newsletters',
  'steward.person': 'stewardships',
  'course.created_by': 'courses',
  'plan.owner': 'plans',
  'plan_offer.made_by': 'plan_offers',
  'steward.named_by': 'stewardships',
  'contact_term.person': 'contact',
  'contact_term.deputy': 'contact',
  'contact_term.created_by': 'contact',
  'quote.person': 'interviews',
  'quote.created_by': 'interviews',
  'network_member.added_by': 'network_posts',
  'network_post.author': 'network_posts',
  'network_post.hidden_by': 'network_posts',
  'visit_signup.person': 'network_posts',
  'interview_guide.created_by': 'interviews',
  'interview.person': 'interviews',
  'interview.caller': 'interviews',
  'meeting_signup.mail': 'meeting_signups',
};

// Columns that look as if they named a person and do not.
const innocent = {
  'initiative.owner_id': 'an organisation',
  'plan_entry.taken_by': 'a helper by link, without account',
  'action.owner': 'a name in words; told with the action, by whoever wrote it',
  'idea.told_by': 'a name in words, as the person wants it; told with the idea, by whoever wrote it',
  'session.by_link': 'how one signed in, not who',
};

// What a column that names somebody is called, or whom it refers to by a foreign key.
const looks = /person|owner|actor|author|user|member_?id|(^|_)by(_|$)|started_by|target_id/;

async function columns() {
  const rows = engine === 'postgresql'
    ? await site.sql(`SELECT c.table_name || '.' || c.column_name || '|' || coalesce(max(u.table_name), '')
        FROM information_schema.columns c
        LEFT JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema
          AND k.table_name = c.table_name AND k.column_name = c.column_name
        LEFT JOIN information_schema.referential_constraints r ON r.constraint_name = k.constraint_name
        LEFT JOIN information_schema.constraint_column_usage u
          ON u.constraint_name = r.unique_constraint_name
        WHERE c.table_schema = current_schema() GROUP BY c.table_name, c.column_name`)
    : await site.sql(`SELECT t.name || '.' || c.name || '|' || coalesce(f."table", '')
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c
        LEFT JOIN pragma_foreign_key_list(t.name) f ON f."from" = c.name
        WHERE t.type = 'table' AND t.name NOT LIKE 'search_words%' AND t.name NOT LIKE 'sqlite%'`);
  return rows.split('\n').map((row) => row.split('|'));
}

async function start(client, title) {
  const form = (await client.open('/i/new')).form('title');
  form.fill({ title, problem: 'Et problem.', contact_phone: '12345678' });
  return new URL((await form.send()).location, site.url).pathname;
}

async function counted(waiting) {
  let page = waiting;
  for (let i = 0; i < 300 && !page.words.includes('Se resultatet'); i++) {
    await sleep(100);
    page = await anna.open(waiting.url.pathname);
  }
  return anna.open(page.link('Se resultatet'));
}

test('each column that can name a person is in her own data, or is known not to', async () => {
  const all = await columns();
  assert.ok(all.length > 150, `the walk sees the schema: ${all.length} columns`);
  const suspects = all.filter(([name, refers]) => refers === 'person' || looks.test(name.split('.')[1]))
    .map(([name]) => name);
  assert.deepEqual(suspects.filter((name) => !told[name] && !toldOfMeetings[name] && !innocent[name]), [],
    'add it to a store of own data, or to the list above with a reason');
  const names = new Set(all.map(([name]) => name));
  assert.deepEqual(Object.keys({ ...told, ...toldOfMeetings }).filter((name) => !names.has(name)), [], 'columns that are gone');
});

test('every section tells of what she did', async () => {
  const here = await start(anna, 'Bænke i parken');
  const there = await start(anna, 'Træer i byen');
  const invite = (await anna.open(`${here}/invite`)).form('name');
  await invite.fill({ name: 'Ib Indbudt' }).submit();
  const tie = (await anna.open(`${here}/links`)).form('reason');
  await tie.fill({ address: `${site.url}${there}`, verb: 'see-also', reason: 'Fordi Anna synes det.' }).submit();
  const made = (await anna.open('/o/new')).form('name');
  await made.fill({ name: 'Parkens Venner', kind: 'association', contact_name: 'Anna', contact_phone: '12345678' }).submit();
  const upload = (await anna.open(`${here}/budget/import`)).form('file');
  const waiting = await upload.fill({ title: 'Annas afstemning', source: 'Annas kilde',
    file: { name: 'votes.pb', type: 'text/plain', bytes: wieliczka } }).submit();
  const result = await counted(waiting);
  const move = (await anna.open(`${here}/activities/${result.url.pathname.split('/').pop()}`)).form('to');
  await move.fill({ to: there.split('/').pop() }).submit();

  const wrong = (await anna.open(`${there}/budget/import`)).form('file');
  const second = await wrong.fill({ source: 'Annas anden kilde',
    file: { name: 'votes.pb', type: 'text/plain', bytes: wieliczka } }).submit();
  const mistake = await counted(second);
  const withdraw = (await anna.open(mistake.link('Træk optællingen tilbage'))).form('reason');
  await withdraw.fill({ reason: 'Annas fejl.' }).submit();
  await (await site.client().open('/link')).form('/link').fill({ mail: 'anna@example.dk' }).submit();

  const data = (await anna.get('/me/data.json')).json;
  for (const section of new Set(Object.values(told)))
    assert.ok(data[section]?.length > 0, `${section}: ${JSON.stringify(data[section])}`);
  for (const section of Object.values(toldOfMeetings)) assert.ok(data[section], section);
  assert.deepEqual(data.connections.map((row) => row.reason), ['Fordi Anna synes det.']);
  assert.deepEqual(data.activities.map((row) => row.deed), ['started', 'moved', 'started']);
  assert.equal(data.budget_imports[0].source, 'Annas kilde');
  assert.deepEqual(data.initiatives_started.map((row) => [row.title, row.started, row.contact]),
    [['Bænke i parken', true, true], ['Træer i byen', true, true]]);
  assert.ok(data.log.some((row) => row.verb === 'linked' && row.by_you && row.place === 'Bænke i parken'));
  const read = await anna.open('/me/data');
  assert.match(read.words, /Fordi Anna synes det/);
  assert.match(read.words, /Hvad der skete Anna( \S+)? henviste til »…«\./);
  assert.ok(!read.words.includes('linked'), 'no wire words for people');
  const others = (await bo.get('/me/data.json')).text;
  assert.ok(!/Anna|Bænke/.test(others), 'nothing of it is in somebody else\'s data');
});

test('erasing her takes her reason off a link, which itself stays', async () => {
  const form = (await anna.open('/me/erase')).form('confirm');
  assert.equal((await form.fill({ confirm: true }).send()).status, 303);
  assert.equal(await site.sql('SELECT reason FROM link'), '');
  assert.equal(await site.sql('SELECT count(*) FROM link'), '1');
  assert.equal(await site.sql('SELECT count(*) FROM budget_import WHERE person IS NOT NULL'), '0');
  assert.equal(await site.sql('SELECT reason FROM budget_withdrawal'), '');
});
