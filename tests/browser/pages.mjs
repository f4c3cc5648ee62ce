// Every page and state of the product, one entry each. Three things read this list: the browser test
// (axe, console, reflow, markup, in all combinations), `make screens`, and the reader who wants to
// know what there is.
//
//   name    file name of the pictures, and the test's name
//   path    where it is; or a function of the world (lib/world.mjs) that finds out
//   as      who looks: visitor (default), administrator, anna (new here), inger (runs Solgården and
//           its initiative), karla (the municipality) or signe (a citizen)
//   then    what to do there: async (page, world) with playwright's page; must work without scripts
//   status  what the server answers in the end, if not 200
//   live    true when the page keeps a connection open

// Sends the form of the page, past the browser's own checks, to see the server's.
async function send(page, form = 'main form[method=post]') {
  await page.locator(form).first().evaluate((element) => { element.noValidate = true; });
  await Promise.all([page.waitForLoadState('load'),
    page.locator(`${form} [type=submit], ${form} button:not([type])`).first().click()]);
  await page.waitForLoadState('networkidle');
}

const dinner = (world) => world.initiative('Spis sammen på Solgården');
const road = (world) => world.initiative('Sikker vej til Åskolen');
const vote = (world) => world.initiative('Borgerbudget i Lindsø');
const result = async (world) => world.find(await vote(world), 'Wieliczka 2023');
const below = (find, rest) => async (world) => `${await find(world)}${rest}`;
const solgaarden = (world) => world.organisation('Plejecenter Solgården');

const site = [
  { name: 'front', path: '/' },
  { name: 'front-signed-in', path: '/', as: 'inger' },
  { name: 'about', path: '/about' },
  { name: 'accessibility', path: '/was' },
  { name: 'privacy', path: '/privacy' },
  { name: 'not-found', path: '/findes-ikke', status: 404 },
  { name: 'denied', path: below(dinner, '/settings'), as: 'anna', status: 403 },
  { name: 'not-readable', path: '/signout', status: 405 },
];

const people = [
  { name: 'sign-in', path: '/signin' },
  { name: 'sign-in-errors', path: '/signin', then: (page) => send(page), status: 422 },
  { name: 'sign-in-first', path: '/me', status: 200 },
  { name: 'sign-up', path: '/signup' },
  { name: 'sign-up-errors', path: '/signup', then: (page) => send(page), status: 422 },
  { name: 'link', path: '/link' },
  { name: 'link-errors', path: '/link', then: (page) => send(page), status: 422 },
  { name: 'link-sent', path: '/link/sent' },
  { name: 'link-useless', path: `/link/${'0'.repeat(64)}`, status: 404 },
  { name: 'me', path: '/me', as: 'inger' },
  { name: 'me-password', path: '/me/password', as: 'inger' },
  { name: 'me-password-errors', path: '/me/password', as: 'inger', then: (page) => send(page), status: 422 },
  { name: 'me-sessions', path: '/me/sessions', as: 'inger' },
  { name: 'me-data', path: '/me/data', as: 'inger' },
  { name: 'me-erase', path: '/me/erase', as: 'anna' },
  { name: 'people', path: '/people', as: 'administrator' },
  { name: 'people-new', path: '/people/new', as: 'administrator' },
  { name: 'people-new-errors', path: '/people/new', as: 'administrator', then: (page) => send(page), status: 422 },
  { name: 'people-letters', path: '/people/letters', as: 'administrator' },
  { name: 'person', path: (world) => world.find('/people', 'Inger Isfugl', 'administrator'), as: 'administrator' },
];

const organisations = [
  { name: 'organisations', path: '/o' },
  { name: 'organisation', path: solgaarden },
  { name: 'organisation-as-manager', path: solgaarden, as: 'inger' },
  { name: 'organisation-new', path: '/o/new', as: 'anna' },
  { name: 'organisation-new-errors', path: '/o/new', as: 'anna', then: (page) => send(page), status: 422 },
  { name: 'organisation-edit', path: below(solgaarden, '/edit'), as: 'inger' },
  { name: 'organisation-members', path: below(solgaarden, '/members'), as: 'inger' },
  { name: 'organisation-import', path: below(solgaarden, '/budget/import'), as: 'inger' },
];

const initiatives = [
  { name: 'initiatives', path: '/i' },
  { name: 'initiatives-found', path: '/i?q=solg%C3%A5rden' },
  { name: 'initiatives-none', path: '/i?q=findesikke' },
  { name: 'initiative', path: dinner },
  { name: 'initiative-as-coordinator', path: dinner, as: 'inger' },
  { name: 'initiative-log', path: below(dinner, '/log') },
  { name: 'initiative-parties', path: below(dinner, '/parties') },
  { name: 'initiative-parties-as-coordinator', path: below(dinner, '/parties'), as: 'inger' },
  { name: 'initiative-new', path: '/i/new', as: 'anna' },
  { name: 'initiative-new-errors', path: '/i/new', as: 'anna', then: (page) => send(page), status: 422 },
  { name: 'initiative-edit', path: below(dinner, '/edit'), as: 'inger' },
  { name: 'initiative-links', path: below(dinner, '/links'), as: 'inger' },
  { name: 'initiative-settings', path: below(road, '/settings'), as: 'signe' },
  { name: 'initiative-invite', path: below(road, '/invite'), as: 'signe' },
  { name: 'initiative-invite-errors', path: below(road, '/invite'), as: 'signe', then: (page) => send(page), status: 422 },
];

const budgets = [
  { name: 'budget-result', path: result },
  { name: 'budget-result-as-manager', path: result, as: 'karla' },
  { name: 'budget-import', path: below(vote, '/budget/import'), as: 'karla' },
  { name: 'budget-import-errors', path: below(vote, '/budget/import'), as: 'karla', then: (page) => send(page), status: 422 },
];

export const pages = [...site, ...people, ...organisations, ...initiatives, ...budgets];
