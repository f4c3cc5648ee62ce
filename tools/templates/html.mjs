// Follows literal HTML through a template, so that the compiler knows in what surroundings each
// {{tag}} stands: text, a quoted attribute, an address. What is not plainly safe is refused.

const URL_ATTRIBUTES = new Set(['href', 'src', 'action', 'formaction', 'poster', 'cite', 'xlink:href']);
const NO_VARIABLES = new Set(['srcset', 'srcdoc', 'ping', 'data', 'http-equiv', 'sandbox', 'nonce',
  'integrity', 'background', 'imagesrcset', 'manifest']);
const FORBIDDEN_ELEMENTS = new Set(['style', 'iframe', 'object', 'embed', 'base', 'xmp', 'plaintext',
  'noembed', 'noframes', 'frame', 'frameset', 'applet']);
const TEXT_ELEMENTS = new Set(['title', 'textarea']); // no elements inside, only escaped text
const ADDRESS_START = /^(\/(?:[a-zA-Z0-9?#]|$)|#|\?|https:\/\/[a-z0-9]|mailto:|tel:)/;

// state.mode: text, raw (script), open, close, tag, name, after-name, before-value, value, comment.
export function startState() {
  return { mode: 'text', element: '', attribute: '', quote: '', url: '', within: '', pre: 0 };
}

const MATTERS = { text: [], tag: ['element'], value: ['element', 'attribute', 'quote'] };

// Whether HTML after b goes on as after a; only text, tags and quoted values are places to do so.
export function sameState(a, b) {
  const fields = MATTERS[a.mode];
  return fields !== undefined && ['mode', 'within', 'pre', ...fields].every((k) => a[k] === b[k]);
}

export function describeState(state) {
  if (state.mode === 'value') return `the value of ${state.attribute}= in <${state.element}>`;
  if (state.mode === 'text') return state.within ? `<${state.within}>` : 'text';
  return `the tag <${state.element}>`;
}

const space = (c) => c === ' ' || c === '\n' || c === '\t' || c === '\r' || c === '\f';

// Moves the state over literal text. Returns a list of parts: strings, and {prefix: true} where the
// page's language prefix goes. `more` says that a variable follows directly after the text.
export function feed(state, text, fail, more) {
  const parts = [];
  let from = 0;
  const cut = (to) => {
    if (to > from) parts.push(text.slice(from, to));
    from = to;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    const here = (message) => fail(message, i);
    if (space(c) && squeezable(state)) {
      let end = i;
      while (end < text.length && space(text[end])) end++;
      state.glued = false;
      cut(i);
      parts.push(state.mode === 'text' && text.slice(i, end).includes('\n') ? '\n' : ' ');
      from = end;
      i = end - 1;
      continue;
    }
    switch (state.mode) {
      case 'text': i = inText(state, text, i, cut, (to) => { from = to; }, here); break;
      case 'open':
      case 'close':
        if (/[a-zA-Z]/.test(c) || (state.element && /[0-9-]/.test(c))) state.element += c.toLowerCase();
        else {
          enterTag(state, here);
          i--;
        }
        break;
      case 'tag':
        if (c === '>') endTag(state);
        else if (!space(c) && c !== '/') {
          if (state.glued || c === '=') here('attributes need a space between them');
          state.mode = 'name';
          state.attribute = '';
          i--;
        }
        break;
      case 'name':
        if (space(c) || c === '=' || c === '>' || c === '/') {
          checkName(state, here);
          state.mode = c === '=' ? 'before-value' : 'tag';
          if (c !== '=') i--;
        } else if (/["'<]/.test(c)) here(`${c} in an attribute name`);
        else state.attribute += c.toLowerCase();
        break;
      case 'before-value':
        if (c !== '"' && c !== "'") here(`the value of ${state.attribute}= is not quoted`);
        state.quote = c;
        state.mode = 'value';
        state.url = URL_ATTRIBUTES.has(state.attribute) ? 'start' : '';
        state.value = '';
        break;
      case 'value':
        if (c === state.quote) {
          if (state.url === 'start' && state.value === '') here(`${state.attribute}= is empty`);
          state.mode = 'tag';
          state.glued = true;
          state.quote = state.url = '';
        } else if (state.url === 'start') {
          const end = text.indexOf(state.quote, i);
          const rest = text.slice(i, end < 0 ? undefined : end);
          if (!ADDRESS_START.test(rest) || rest.startsWith('//'))
            here(`an address begins with one of /x # ? https:// mailto: tel:, not "${rest}"`);
          if (rest === '/' && end < 0 && more)
            here('a value directly after "/" could make another site\'s address');
          cut(i);
          if (rest[0] === '/' && !rest.startsWith('/static/')) parts.push({ prefix: true });
          state.url = 'inside';
          state.value = rest;
        } else state.value += c;
        break;
      case 'comment':
        if (text.startsWith('-->', i)) {
          i += 2;
          from = i + 1;
          state.mode = 'text';
        }
        break;
      default: throw new Error(state.mode);
    }
  }
  if (state.mode !== 'comment') cut(text.length);
  return parts;
}

function inText(state, text, i, cut, skipTo, here) {
  if (text[i] !== '<') {
    if (state.within === 'script' && !space(text[i])) here('script belongs in a file of assets/js');
    return i;
  }
  if (state.within) {
    const close = `</${state.within}>`;
    if (!text.toLowerCase().startsWith(close, i)) here(`"<" inside <${state.within}>`);
    state.within = '';
    return i + close.length - 1;
  }
  if (text.startsWith('<!--', i)) {
    cut(i);
    skipTo(i);
    state.mode = 'comment';
    return i + 3;
  }
  if (/^<!doctype html>/i.test(text.slice(i))) return i + '<!doctype html>'.length - 1;
  const close = text[i + 1] === '/';
  state.mode = close ? 'close' : 'open';
  state.element = '';
  return close ? i + 1 : i;
}

// The name of the element is complete.
function enterTag(state, fail) {
  if (state.element === '') fail('"<" in text: write &lt;');
  if (FORBIDDEN_ELEMENTS.has(state.element)) fail(`<${state.element}> is not allowed`);
  state.closing = state.mode === 'close';
  state.mode = 'tag';
  state.glued = true;
}

function checkName(state, fail) {
  if (/^on/.test(state.attribute)) fail(`${state.attribute}= is not allowed: no inline script`);
  if (state.attribute === 'style') fail('style= is not allowed: use a class');
}

// Before a tag of the template: a name ends here, and nothing may be glued to it.
export function settle(state, fail) {
  if (state.mode === 'open' || state.mode === 'close') enterTag(state, fail);
  if (state.mode !== 'name') return;
  checkName(state, fail);
  state.mode = 'tag';
  state.glued = true;
}

// "/>" closes nothing in HTML, so <script/> opens a script all the same.
function endTag(state) {
  state.mode = 'text';
  if (state.element === 'pre') state.pre = Math.max(0, state.pre + (state.closing ? -1 : 1));
  if (state.closing) return;
  if (TEXT_ELEMENTS.has(state.element) || state.element === 'script') state.within = state.element;
}

// What a variable becomes here: 'text', 'attribute', 'address' (a whole struct url) or 'part' (of an
// address). Anything else is refused.
export function surroundings(state, fail) {
  if (state.mode === 'text') {
    if (state.within === 'script') fail('no values inside <script>: use a data- attribute');
    return state.within ? 'plain' : 'text';
  }
  if (state.mode === 'value') {
    if (NO_VARIABLES.has(state.attribute)) fail(`no values in ${state.attribute}=`);
    if (state.url === 'start') return 'address';
    if (state.url === 'inside') return 'part';
    return 'attribute';
  }
  if (state.mode === 'before-value')
    return fail(`the value of ${state.attribute}= must be quoted`);
  return fail('no values inside a tag outside a quoted attribute');
}

// Indentation and blank lines of the source are for its authors: one line break or space will do.
function squeezable(state) {
  if (state.mode === 'tag') return true;
  return state.mode === 'text' && !state.pre && state.within !== 'textarea';
}
