// The pages of the poster, the overview with its living map, and the harvest, for pages.mjs: the
// demonstration's own, and forms.
const havestuen = (world) => world.find('/o?q=Havestuen', 'Havestuen');
const map = (end = '') => async (world) => `${await havestuen(world)}/partners${end}`;
const municipality = (world) => world.find('/o?kind=municipality', /^Lindsø Kommune$/);
const meeting = (title, end = '/after') => async (world) =>
  (await world.find(await havestuen(world), title, 'inger')).replace('/after', end);
const send = async (page, form) => {
  await page.locator(form).first().evaluate((element) => { element.noValidate = true; });
  const answered = page.waitForNavigation({ waitUntil: 'load' });
  await page.locator(`${form} [type=submit]`).first().click();
  await answered;
};
const print = (title) => async (world) => {
  const page = await world.people.inger.open(await meeting(title)(world));
  return `${page.text.match(/\/m\/\w+\/e\/\w+\/board/)[0]}/print`;
};

export const tools2 = [
  { name: 'partners', path: map() },
  { name: 'partners-as-member', path: map(), as: 'inger' },
  { name: 'partners-print', path: map('/print') },
  { name: 'partners-new-errors', path: map('/new'), as: 'inger', status: 422,
    then: (page) => send(page, 'main form[method=post]') },
  { name: 'partners-network', as: 'karla', path: async (world) => `${await municipality(world)}/partners/network` },
  { name: 'poster-after', path: meeting('Plakat: flere spiser sammen') },
  { name: 'poster-print', path: print('Plakat: flere spiser sammen') },
  { name: 'overview-after', path: meeting('Hvem kender vi, og hvem kunne vi kende?') },
  { name: 'tool-poster', path: '/tools/poster' },
  { name: 'tool-try-poster', path: '/tools/poster/try' },
  { name: 'tool-print-partners', path: '/tools/partners/print' },
];
