// Enough HTML to read our own pages as a browser would: elements with their attributes, visible
// text, and forms with the values they would send. For scenarios; html-validate judges the markup.

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '\u00ad' };
const voids = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta',
  'source', 'track', 'wbr']);

export function decode(text) {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name) => {
    if (name[0] !== '#') return named[name.toLowerCase()] ?? whole;
    const hex = name[1].toLowerCase() === 'x';
    return String.fromCodePoint(parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10));
  });
}

function attributesOf(text) {
  const attributes = {};
  for (const [, name, double, single, bare] of
    text.matchAll(/([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    attributes[name.toLowerCase()] ??= decode(double ?? single ?? bare ?? '');
  }
  return attributes;
}

// A flat list of the elements in document order: {tag, attributes, inner (HTML), text}.
export function elements(html) {
  const list = [];
  const open = [];
  const pattern = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
  for (const found of html.matchAll(pattern)) {
    const [whole, slash, name, rest] = found;
    if (name === undefined) continue;
    const tag = name.toLowerCase();
    if (slash) {
      const at = open.map((element) => element.tag).lastIndexOf(tag);
      if (at < 0) continue;
      for (const element of open.splice(at)) element.end = found.index;
      continue;
    }
    const element = { tag, attributes: attributesOf(rest), begin: found.index + whole.length };
    element.end = element.begin;
    list.push(element);
    if (!voids.has(tag) && !rest.endsWith('/')) open.push(element);
  }
  for (const element of open) element.end = html.length;
  for (const element of list) {
    element.inner = html.slice(element.begin, element.end);
    Object.defineProperty(element, 'text', { get: () => textOf(element.inner) });
  }
  return list;
}

// What a reader sees: tags gone, entities decoded, white space folded.
export function textOf(html) {
  const seen = html.replace(/<(script|style|template|head)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<\/?(?:a|abbr|b|em|i|mark|small|span|strong|sub|sup|u|wbr)\b[^>]*>/gi, '')
    .replace(/<[^>]*>/g, ' ');
  return decode(seen).replaceAll('\u00ad', '').replace(/\s+/g, ' ').trim();
}

function optionsOf(select) {
  return elements(select.inner).filter((element) => element.tag === 'option').map((option) => ({
    value: option.attributes.value ?? option.text,
    selected: 'selected' in option.attributes,
  }));
}

function fieldOf(element) {
  const { tag, attributes } = element;
  const field = { tag, name: attributes.name, type: (attributes.type ?? 'text').toLowerCase(),
    value: attributes.value ?? '', disabled: 'disabled' in attributes };
  if (tag === 'textarea') field.value = decode(element.inner.replace(/^\r?\n/, ''));
  if (tag === 'textarea' || tag === 'select') field.type = tag;
  if (tag === 'button') field.type = (attributes.type ?? 'submit').toLowerCase();
  if (tag === 'select') {
    field.options = optionsOf(element);
    field.value = (field.options.find((option) => option.selected) ?? field.options[0])?.value ?? '';
  }
  if (field.type === 'checkbox' || field.type === 'radio') {
    field.value = attributes.value ?? 'on';
    field.checked = 'checked' in attributes;
  }
  return field;
}

// The forms of a page: {method, action, enctype, fields, id}.
export function forms(html) {
  const controls = new Set(['input', 'textarea', 'select', 'button']);
  return elements(html).filter((element) => element.tag === 'form').map(({ attributes, inner }) => ({
    id: attributes.id,
    method: (attributes.method ?? 'get').toUpperCase(),
    action: attributes.action ?? '',
    enctype: attributes.enctype ?? 'application/x-www-form-urlencoded',
    fields: elements(inner).filter((element) => controls.has(element.tag) && element.attributes.name)
      .map(fieldOf),
  }));
}
