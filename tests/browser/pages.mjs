// Every page and state of the product, one entry each. Three things read this list: the browser test
// (axe, console, reflow, markup, in all combinations), `make screens`, and the reader who wants to
// know what there is.
//
//   name    file name of the pictures, and the test's name
//   path    where it is; or a function of the world (lib/world.mjs) that finds out
//   as      who looks: visitor (default), anna, bo or administrator
//   then    what to do there: async (page, world) with playwright's page; must work without scripts
//   status  what the server answers in the end, if not 200
//   live    true when the page keeps a connection open

const submit = (page, form = 'main form') => page.locator(`${form} [type=submit]`).first().click();

export const pages = [
  { name: 'front', path: '/' },
  { name: 'not-found', path: '/findes-ikke', status: 404 },
];

export { submit };
