// Contact persons and their network, for pages.mjs: the demonstration's, which the pages only look at.
const havestuen = (world) => world.find('/o?q=Havestuen', 'Havestuen');
const town = (world) => world.find('/o?kind=municipality', /^Lindsø Kommune$/);
const below = (place, end) => async (world) => `${await place(world)}${end}`;
const send = async (page, form) => {
  await page.locator(form).first().evaluate((element) => { element.noValidate = true; });
  const answered = page.waitForNavigation({ waitUntil: 'load' });
  await page.locator(`${form} [type=submit]`).first().click();
  await answered;
};
// The post about a visit, with who comes along.
const visit = async (world) => {
  const page = await world.people.karla.open('/network/posts');
  return page.all('a').map(({ attributes }) => attributes.href).find((path) => /^\/network\/posts\/\w{13}$/.test(path ?? ''));
};
const talk = async (world) => world.find(`${await town(world)}/interviews`, 'Lone', 'karla');

export const network = [
  { name: 'network-directory', path: '/network' },
  { name: 'network-quotes', path: '/network/quotes' },
  { name: 'network-feed', path: '/network/posts', as: 'inger' },
  { name: 'network-feed-errors', path: '/network/posts', as: 'inger', status: 422,
    then: async (page) => { await page.locator('main summary').first().click(); await send(page, 'main form'); } },
  { name: 'network-visit', path: visit, as: 'karla' },
  { name: 'network-hide', as: 'karla', path: async (world) => `${await visit(world)}/hide` },
  { name: 'network-edit', as: 'inger', path: async (world) => `${await visit(world)}/edit` },
  { name: 'network-contact', path: below(havestuen, '/contact'), as: 'inger' },
  { name: 'network-contact-errors', path: below(havestuen, '/contact'), as: 'inger', status: 422,
    then: (page) => send(page, 'form[action$="/contact"]') },
  { name: 'network-town', path: town, as: 'karla' },
  { name: 'network-talks', path: below(town, '/interviews'), as: 'karla' },
  { name: 'network-talk', path: talk, as: 'karla' },
  { name: 'network-talk-new', path: below(town, '/interviews/new'), as: 'karla' },
  { name: 'network-guide', path: below(town, '/interviews/guide'), as: 'karla' },
];
