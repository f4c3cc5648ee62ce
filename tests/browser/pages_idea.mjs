// The pages of the bank of ideas and of newsletters, for pages.mjs.
const idea = (words, end = '') => async (world) => `${await world.find('/ideas?q=' + encodeURIComponent(words), words)}${end}`;
const own = (place, words, end) => async (world) =>
  `${await world.find(`/o?q=${place}`, place)}/ideas/${(await idea(words)(world)).split('/').pop()}${end}`;
const send = async (page, form) => {
  await page.locator(form).first().evaluate((element) => { element.noValidate = true; });
  const answered = page.waitForNavigation({ waitUntil: 'load' });
  await page.locator(`${form} button`).last().click();
  await answered;
};

// The draft of the municipality's next issue: one for all windows.
const drafts = new WeakMap();
function draft(world) {
  if (!drafts.has(world)) drafts.set(world, (async () => {
    const list = await world.people.karla.open('/newsletters');
    const page = await list.form('/newsletter/start').submit();
    return page.url.pathname;
  })());
  return drafts.get(world);
}

export const ideas = [
  { name: 'ideas', path: '/ideas' },
  { name: 'ideas-none', path: '/ideas?category=firms&stage=ended' },
  { name: 'ideas-print', path: '/ideas/print' },
  { name: 'idea', path: idea('Åbent hus den første søndag') },
  { name: 'idea-tree-as-member', path: idea('Skolens elever træder til på tandem'), as: 'inger' },
  { name: 'idea-choose', path: '/ideas/new', as: 'inger' },
  { name: 'idea-edit', path: own('Havestuen', 'Spindedag', '/edit'), as: 'inger' },
  { name: 'idea-edit-errors', path: own('Havestuen', 'Spindedag', '/edit'), as: 'inger', status: 422,
    then: async (page) => { await page.locator('#title').fill(''); await send(page, 'main form[action$="/edit"]'); } },
  { name: 'idea-experience', path: own('Havestuen', 'Den grønne plet', '/experience'), as: 'inger' },
  { name: 'newsletters', path: '/newsletters', as: 'karla' },
  { name: 'newsletter', path: async (world) => world.find('/newsletters', 'Nyt fra naboskabet') },
  { name: 'newsletter-edit', path: draft, as: 'karla' },
];
