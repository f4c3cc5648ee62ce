// Takes from the style sheet of dkfds (the Danish common design system) what our pages use: rules for
// classes that no template or script mentions fall away, colours become tokens of assets/css/tokens.css
// (which is how dark mode and our own palette come about), and its fonts and pictures are left out.

// Declarations that would load a picture or font are ours to replace.
const LOADS = /url\(/;

// What a colour of dkfds stands for, by the kind of property that has it.
const TOKENS = {
  '#1a1a1a': { color: 'ink', fill: 'ink', background: 'strong', border: 'strong' },
  '#454545': { color: 'ink', background: 'accent', border: 'accent', outline: 'focus' },
  '#fff': { color: 'on-accent', fill: 'on-accent', background: 'paper', border: 'paper' },
  '#fff3': { background: 'paper' },
  '#f5f5f5': { color: 'on-accent', background: 'shade', border: 'shade' },
  '#dcdcdc': { color: 'line', background: 'shade-strong', border: 'line' },
  '#bfbfbf': { color: 'line', background: 'line', border: 'line' },
  '#8e8e8e': { color: 'ink-soft', background: 'line-strong', border: 'line-strong' },
  '#707070': { color: 'ink-soft', fill: 'ink-soft', background: 'ink-soft', border: 'line-strong' },
  '#c00': { color: 'bad', fill: 'bad', background: 'bad', border: 'bad' },
  '#ffe0e0': { background: 'bad-soft' },
  '#fec': { background: 'warn-soft' },
  '#e2f2fb': { background: 'info-soft' },
  '#ddf7ce': { background: 'good-soft' },
  '#358000': { color: 'good', background: 'good', border: 'good' },
  '#febb30': { background: 'warn', border: 'warn' },
  '#1b86c3': { background: 'info', border: 'info' },
  '#004d99': { color: 'link' },
  '#0003': { any: 'shadow' },
  '#0006': { any: 'shadow' },
  purple: { color: 'link-visited', fill: 'link-visited' },
};

function kindOf(property) {
  if (/^(background|box-shadow)/.test(property)) return 'background';
  if (property.startsWith('border')) return 'border';
  if (property.startsWith('outline')) return 'outline';
  return property === 'fill' || property === 'stroke' ? 'fill' : 'color';
}

export function tokenise(property, value) {
  return value.replace(/#[0-9a-f]{3,8}\b|\bpurple\b/gi, (colour) => {
    const lower = colour.toLowerCase();
    if (lower === '#0000') return 'transparent';
    const token = TOKENS[lower];
    const kind = kindOf(property);
    const name = token?.any ?? token?.[kind] ?? token?.border ?? token?.background ?? token?.color;
    if (!name) throw new Error(`dkfds uses a colour without a token: ${property}: ${value}`);
    return `var(--${name})`;
  });
}

function declarations(body) {
  const kept = [];
  for (const declaration of body.split(/;(?![^(]*\))/)) {
    const colon = declaration.indexOf(':');
    if (colon < 0 || LOADS.test(declaration)) continue;
    const property = declaration.slice(0, colon).trim();
    kept.push(`${property}:${tokenise(property, declaration.slice(colon + 1).trim())}`);
  }
  return kept.join(';');
}

// Splits a selector list at the commas outside parentheses.
function selectors(list) {
  const out = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i <= list.length; i++) {
    if (list[i] === '(') depth++;
    else if (list[i] === ')') depth--;
    else if (i === list.length || (list[i] === ',' && depth === 0)) {
      out.push(list.slice(from, i).trim());
      from = i + 1;
    }
  }
  return out;
}

// A selector is used when every class that it demands is; classes inside :not() demand nothing.
function isUsed(selector, words) {
  const demanded = selector.replace(/:not\([^()]*\)/g, '').match(/\.[a-zA-Z_][\w-]*/g) ?? [];
  return demanded.every((name) => words.has(name.slice(1)));
}

function blockEnd(css, open) {
  let depth = 0;
  for (let i = open; i < css.length; i++) {
    if (css[i] === '{') depth++;
    else if (css[i] === '}' && --depth === 0) return i;
  }
  throw new Error('a style sheet ends inside a block');
}

export function filterCss(css, words) {
  const out = [];
  let at = 0;
  while (at < css.length) {
    const open = css.indexOf('{', at);
    if (open < 0) break;
    const head = css.slice(at, open).replace(/@charset[^;]*;/, '').trim();
    const end = blockEnd(css, open);
    const body = css.slice(open + 1, end);
    at = end + 1;
    if (/^@(media|supports)/.test(head)) {
      const inner = filterCss(body, words);
      if (inner) out.push(`${head}{${inner}}`);
    } else if (!head.startsWith('@')) {
      const used = selectors(head).filter((s) => isUsed(s, words));
      const kept = used.length ? declarations(body) : '';
      if (kept) out.push(`${used.join(',')}{${kept}}`);
    }
  }
  return out.join('\n');
}

// Every word that could be a class name in the texts of templates and scripts.
export function wordsOf(texts) {
  const words = new Set();
  for (const text of texts) for (const word of text.match(/[a-zA-Z_][\w-]*/g) ?? []) words.add(word);
  return words;
}
