// Courses: a planned row of meetings at an organisation and at an initiative, moved, held and deleted.
import test from 'node:test';
import assert from 'node:assert/strict';
import { siteForFile } from '../lib/server.mjs';
import { person } from '../lib/people.mjs';

const site = await siteForFile();
const leader = await person(site, { name: 'Lene Lederby', mail: 'lene@example.dk' });
const stranger = await person(site, { name: 'Stig Fremmedby', mail: 'stig@example.dk' });

const club = (await (await leader.open('/o/new')).form('/o/new').fill({ kind: 'association', name: 'Haveholdet',
  contact_name: 'Lene Lederby', contact_phone: '12 34 56 78' }).submit()).url.pathname;
const start = (await leader.open('/i/new')).form('title');
const garden = new URL((await start.fill({ title: 'Bænke i haven', problem: 'Der er ingen steder at sidde.',
  contact_phone: '12345678' }).send()).location, site.url).pathname;
const places = { organisation: club, initiative: garden };

async function plan(place, facts = {}) {
  const page = await (await leader.open(`${place}/courses/new`)).form('title')
    .fill({ starts: '2031-03-03T09:00', weeks: '6', ...facts }).submit();
  return page;
}
const stepsOf = (page) => [...page.text.matchAll(/href="([^"]*\/steps\/\w{13})"/g)].map((found) => found[1]);
const times = (page) => [...page.text.matchAll(/<p class="meta"><time datetime="([^"]+)"/g)].map((found) => found[1]);

for (const [kind, place] of Object.entries(places)) {
  test(`${kind}: a course begins with three theme days, explained, with a part for contact persons`, async () => {
    const empty = await leader.open(place);
    assert.ok(empty.words.includes('Et forløb er en planlagt række møder'), 'the word is explained at its first use');
    const page = await plan(place);
    assert.equal(page.status, 200, page.words);
    for (const words of ['Planen er lavet', 'Temadag 1: Forbered', 'Temadag 2: Udvikl', 'Temadag 3: Evaluér',
      'For kontaktpersoner:', 'Det er det næste trin', 'en planlagt række møder']) {
      assert.ok(page.words.includes(words), words);
    }
    // Six weeks on is the same hour, though summer time begins in between.
    assert.deepEqual(times(page), ['2031-03-03T09:00:00+01:00', '2031-04-14T09:00:00+02:00', '2031-05-26T09:00:00+02:00']);
    assert.ok((await leader.open(place)).words.includes('Næste: Temadag 1: Forbered'));
    const path = page.url.pathname;
    assert.equal((await site.client().get(path)).status, kind === 'organisation' ? 200 : (await site.client().get(place)).status);
  });

  test(`${kind}: moving a day shows what becomes of the later ones before anything is saved`, async () => {
    const page = await plan(place);
    const [first, second] = stepsOf(page);
    const form = (await leader.open(first)).form('starts').fill({ starts: '2031-03-10T10:30' });
    const asked = await form.submit();
    assert.equal(asked.status, 422);
    assert.ok(asked.words.includes('Skal de senere trin flytte med?'), asked.words);
    assert.ok(asked.words.includes('Intet er gemt endnu'));
    assert.ok(asked.words.includes('fra den 14. april 2031 kl. 09.00 til den 21. april 2031 kl. 09.00'), asked.words);
    assert.deepEqual(times(await leader.open(page.url.pathname))[0], '2031-03-03T09:00:00+01:00');
    const moved = await asked.form('starts').fill({ later: 'shift' }).submit();
    assert.equal(moved.status, 200, moved.words);
    assert.deepEqual(times(moved), ['2031-03-10T10:30:00+01:00', '2031-04-21T09:00:00+02:00', '2031-06-02T09:00:00+02:00']);
    const again = await (await leader.open(second)).form('starts').fill({ starts: '2031-04-22T09:00' }).submit();
    const kept = await again.form('starts').fill({ later: 'keep' }).submit();
    assert.deepEqual(times(kept), ['2031-03-10T10:30:00+01:00', '2031-04-22T09:00:00+02:00', '2031-06-02T09:00:00+02:00']);
    const sameDay = await (await leader.open(second)).form('starts').fill({ starts: '2031-04-22T11:00' }).submit();
    assert.equal(sameDay.status, 200, 'another hour of the same day asks nothing');
  });

  test(`${kind}: the meeting of a step has its tools, is made once, and tells how far the course is`, async () => {
    const page = await plan(place);
    const path = page.url.pathname;
    const [first] = stepsOf(page);
    const count = async () => Number(await site.sql('SELECT count(*) FROM meeting'));
    const before = await count();
    const button = page.form(`${first}/meeting`);
    const lead = await button.submit();
    assert.equal(lead.status, 200, lead.words);
    assert.ok(lead.words.includes('Temadag 1: Forbered') || lead.words.includes('Temadag 1'), lead.words);
    assert.equal(await count(), before + 1);
    assert.equal((await button.submit()).url.pathname, lead.url.pathname, 'pressed twice it is made once');
    assert.equal(await count(), before + 1);
    const meeting = lead.url.pathname.replace('/lead', '');
    const agenda = await leader.open(`${meeting}/plan`);
    assert.ok(agenda.words.includes('Samtalekort'), agenda.words);
    const planned = await leader.open(path);
    assert.ok(planned.words.includes('mødet er planlagt'));
    const step = await leader.open(first);
    assert.ok(step.words.includes('Dagen ændres der'), 'a made meeting keeps its own day');
    assert.ok(!step.text.includes('name="starts"'));
    assert.equal((await leader.post(new URL(`${path}/delete`, site.url), { token: step.form('title').value('token') },
      { from: step.url })).status, 409, 'a course with a meeting is not deleted');
    assert.equal((await leader.post(new URL(`${first}/remove`, site.url), { token: step.form('title').value('token') },
      { from: step.url })).status, 409);
    const contacts = [...(await leader.open(path)).text.matchAll(/name="contacts"/g)].length;
    assert.equal(contacts, 3);
    const forms = (await leader.open(path));
    const extra = await leader.post(new URL(`${first}/meeting`, site.url),
      { token: forms.form('contacts').value('token'), contacts: '1' }, { from: forms.url });
    assert.equal(extra.status, 303);
    assert.equal(await count(), before + 2);
    assert.ok((await leader.open(path)).words.includes('Deres eget møde: den 3. marts 2031 kl. 08.00'));
    await site.sql(`UPDATE meeting SET state = 2, closed_at = 1 WHERE id = (SELECT max(meeting_id) FROM course_step)`);
    const held = await leader.open(path);
    assert.ok(held.words.includes('Tag det med, der kom ud af sidste gang'), held.words);
    assert.ok((await leader.open(place)).words.includes('1 af 3 trin er holdt'));
    assert.ok(!(await stranger.open(path)).text.includes(meeting), 'the address of a meeting is its key');
  });

  test(`${kind}: a step is changed, added and taken out; what is wrong is told and kept`, async () => {
    const page = await plan(place);
    const path = page.url.pathname;
    const [first] = stepsOf(page);
    const form = () => leader.open(first).then((step) => step.form('title'));
    const old = await form();
    const saved = await (await form()).fill({ title: 'Vi <går> i gang', minutes: '90', tool1: 'star', tool2: '', contacts: '' }).submit();
    assert.equal(saved.status, 200, saved.words);
    assert.ok(saved.text.includes('Vi &lt;går&gt; i gang') && saved.words.includes('90 minutter'));
    const late = await old.fill({ title: 'En anden titel' }).submit();
    assert.equal(late.status, 422);
    assert.ok(late.words.includes('En anden har ændret det imens') && late.words.includes('Gemt nu: »Vi'), late.words);
    assert.equal((await late.form('title').submit()).status, 200, 'saving again is a choice made with both in sight');
    const token = late.form('title').value('token');
    const good = Object.fromEntries(late.form('title').fields.filter((field) => field.name !== 'token').map((field) => [field.name, field.value]));
    for (const wrong of [{ tool1: 'findes-ikke' }, { starts: 'i morgen' }, { starts: '' }, { minutes: '5' }, { minutes: 'x' }, { title: '' },
      { title: 'x'.repeat(101) }, { later: 'måske' }, { version: '-1' }]) {
      const fresh = (await form()).value('version');
      const answer = await leader.post(new URL(first, site.url), { ...good, version: fresh, ...wrong, token }, { from: late.url });
      assert.equal(answer.status, 422, JSON.stringify(wrong));
    }
    const added = await (await leader.open(`${path}/add`)).form('title').fill({ title: 'Et ekstra trin', starts: '2031-02-01T12:00' }).submit();
    assert.equal(added.status, 200, added.words);
    assert.equal(stepsOf(added).length, 4);
    assert.ok(added.words.indexOf('Et ekstra trin') < added.words.indexOf('Temadag 2'), 'in the order of the days');
    assert.equal((await (await leader.open(`${path}/add`)).form('title').fill({ title: 'Uden dag' }).submit()).status, 422);
    const out = await (await leader.open(stepsOf(added)[0])).form('/remove').submit();
    assert.equal(stepsOf(out).length, 3);
    const edited = await (await leader.open(`${path}/edit`)).form('title').fill({ title: 'Vores år', about: 'En have for alle.' }).submit();
    assert.equal(edited.heading, 'Vores år');
    assert.ok(edited.words.includes('En have for alle.'));
    const gone = await edited.form('/delete').submit();
    assert.equal(gone.url.pathname, place);
    assert.equal((await leader.get(path)).status, 404);
  });

  test(`${kind}: others cannot plan here, and a course is found at its own place only`, async () => {
    const page = await plan(place);
    const path = page.url.pathname;
    const [first] = stepsOf(page);
    for (const address of [`${place}/courses/new`, `${path}/edit`, `${path}/add`, first]) {
      assert.equal((await stranger.get(address)).status, 403, address);
      assert.equal((await site.client().get(address)).status, 303, address);
    }
    const other = kind === 'organisation' ? garden : club;
    assert.equal((await leader.get(path.replace(place, other))).status, 404);
    assert.equal((await leader.get(first.replace(path, `${place}/courses/0123456789abc`))).status, 404);
    assert.equal((await leader.get(`${place}/courses/zzz`)).status, 404);
    for (const wrong of [{ starts: '' }, { starts: '2031-02-30T09:00' }, { weeks: '0' }, { weeks: '53' }, { title: '' }]) {
      assert.equal((await plan(place, wrong)).status, 422, JSON.stringify(wrong));
    }
  });
}

test('her own data tells of the courses she planned, and erasing her leaves them without a name', async () => {
  const data = JSON.parse((await leader.get('/me/data.json')).text);
  assert.ok(data.courses.length >= 6 && data.courses[0].title);
  const before = await site.sql('SELECT count(*) FROM course');
  assert.equal((await (await leader.open('/me/erase')).form('confirm').fill({ confirm: true }).send()).status, 303);
  assert.equal(await site.sql('SELECT count(*) FROM course WHERE created_by IS NOT NULL'), '0');
  assert.equal(await site.sql('SELECT count(*) FROM course'), before);
});
