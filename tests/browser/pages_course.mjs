// The line to the steward, courses, and one person's own plan, for pages.mjs. What changes is made
// anew for the world, in an organisation of its own.
const havestuen = (world) => world.find('/o?q=Havestuen', 'Havestuen');
const kept = new WeakMap();
const once = (world, name, make) => {
  if (!kept.has(world)) kept.set(world, {});
  return kept.get(world)[name] ??= make();
};
const send = async (page, form) => {
  await page.locator(form).first().evaluate((element) => { element.noValidate = true; });
  const answered = page.waitForNavigation({ waitUntil: 'load' });
  await page.locator(`${form} [type=submit]`).first().click();
  await answered;
};
const passphrase = 'tolv grønne æbler på en tråd';

// A box that is set up, with one message in it: anna's, in an association of inger's, so that
// Havestuen's own steward stays as a newcomer sees her.
const box = (world) => once(world, 'box', async () => {
  const { inger, anna, administrator, visitor } = world.people;
  const made = await (await inger.open('/o/new')).form('/o/new').fill({ kind: 'association', name: 'Kollegerne i Prøveby',
    contact_name: 'Inger Isfugl', contact_phone: '00 00 00 21' }).submit();
  const place = made.url.pathname;
  await (await inger.open(`${place}/members`)).form('mail').fill({ mail: 'anna@example.dk', role: 'member' }).submit();
  const letters = await administrator.open('/people/letters');
  const item = letters.all('li').find((li) => li.text.includes('anna@example.dk') && li.inner.includes('/link/'));
  const [link] = /\/link\/[0-9a-f]{64}/.exec(item.inner);
  await (await anna.open(link)).form(link).submit();
  const page = await inger.open(`${place}/stewards`);
  await page.form('member').fill({ member: /name="member" value="(\w{13})"/.exec(page.text)[1] }).submit();
  const [path] = /\/me\/steward\/\w{13}/.exec((await anna.open('/me/steward')).text);
  await (await anna.open(`${path}/key`)).form('fresh').fill({ fresh: passphrase, again: passphrase, understood: true }).submit();
  await (await visitor.open(`${place}/steward`)).form('text')
    .fill({ text: 'Får vi færre timer, når de frivillige kommer?\nJeg tør ikke spørge på mødet.' }).submit();
  return { place, path };
});

const course = async (world) => world.find(await havestuen(world), 'Godt i gang med at samskabe', 'inger');
const step = async (world) => /href="([^"]*\/steps\/\w{13})"/.exec((await world.people.inger.open(await course(world))).text)[1];

// Anna's own plan with a helper who has opened it, one who has not, and a link that offers a plan.
const plan = (world) => once(world, 'plan', async () => {
  const { anna } = world.people;
  const linkOn = (page) => new URL(page.all('output')[0].text.trim()).pathname;
  const made = await (await anna.open('/me/plans')).form('title').fill({ title: 'Mere ud' }).submit();
  const path = made.url.pathname.replace('/edit', '');
  await made.form('title').fill({ dream: 'At komme på café med andre.', solution: 'Én tur om ugen.', who: 'Min nabo',
    free_title: 'Transport', free_text: 'Flextur' }).submit();
  const invite = async (name) => linkOn(await (await anna.open(path)).form('name').fill({ name, may: 'help' }).submit());
  const [link, closed] = [await invite('Naboen'), await invite('Min søster')];
  for (const [kind, text] of [['task', 'Bestille flextur'], ['comment', 'Jeg glæder mig.']]) {
    await (await anna.open(path)).form('/entries').fill({ kind, text }).submit();
  }
  await (await world.people.visitor.open(link)).form('/open').submit();
  const offer = linkOn(await (await anna.open('/me/plans')).form('/offer').submit());
  return { path, link, closed, offer };
});

export const courses = [
  { name: 'course', path: course, as: 'inger' },
  { name: 'course-new', path: async (world) => `${await havestuen(world)}/courses/new`, as: 'inger' },
  { name: 'course-edit', path: async (world) => `${await course(world)}/edit`, as: 'inger' },
  { name: 'course-step-moved', path: step, as: 'inger', status: 422,
    then: async (page) => {
      await page.locator('#starts').fill('2034-03-03T09:00');
      await send(page, 'main form');
    } },
  { name: 'plan-list', path: '/me/plans', as: 'anna' },
  { name: 'plan-own', path: async (world) => (await plan(world)).path, as: 'anna' },
  { name: 'plan-edit', path: async (world) => `${(await plan(world)).path}/edit`, as: 'anna' },
  { name: 'plan-helping', path: async (world) => (await plan(world)).link },
  { name: 'plan-not-opened', path: async (world) => (await plan(world)).closed },
  { name: 'plan-offered', path: async (world) => (await plan(world)).offer, as: 'inger' },
  { name: 'steward-not-ready', path: async (world) => `${await havestuen(world)}/steward` },
  { name: 'steward-write', path: async (world) => `${(await box(world)).place}/steward` },
  { name: 'steward-sent', path: async (world) => `${(await box(world)).place}/steward/sent` },
  { name: 'steward-boxes', path: async (world) => { await box(world); return '/me/steward'; }, as: 'anna' },
  { name: 'steward-box', path: async (world) => (await box(world)).path, as: 'anna' },
  { name: 'steward-setup', path: async (world) => `${(await box(world)).path}/key`, as: 'anna' },
  { name: 'steward-opened', path: async (world) => (await box(world)).path, as: 'anna',
    then: async (page) => {
      await page.locator('#passphrase').fill(passphrase);
      await send(page, 'main form');
    } },
  { name: 'steward-names', path: async (world) => `${await havestuen(world)}/stewards`, as: 'inger' },
];
