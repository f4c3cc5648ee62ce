// Compiles one mustache template into one C function. See docs/architecture.md, "Pages".

import mustache from 'mustache';
import { VALUES } from './structs.mjs';
import { startState, sameState, describeState, feed, settle, surroundings } from './html.mjs';
import { cString, LANGUAGES, SOURCE_LANGUAGE, placeholders } from '../texts.mjs';

export const VIEW_LINE = /^\{\{!\s*view\s+(?:(none)|struct\s+(\w+)\s+from\s+([\w./-]+))(\s+inside a tag)?\s*\}\}/;

class Stop extends Error {}

// One template: where it is, its view, and the world it is compiled in
// ({structs, catalogue, assets, templates: name -> {view}, faults}).
export class Template {
  constructor(file, name, area, source, world) {
    Object.assign(this, { file, name, area, source, world });
    this.lines = [];
    this.depth = 1;
    this.serial = 0;
    this.state = startState();
    this.literal = '';
  }

  place(at) {
    return `${this.file}:${this.source.slice(0, at).split('\n').length}`;
  }

  fail(at, message) {
    throw new Stop(`${this.place(at)}: error: ${message}`);
  }

  // The C function, or null when the template has faults (which are noted).
  compile() {
    try {
      const { view } = this.world.templates.get(this.name);
      if (view.struct && !this.world.structs.members(view.struct))
        this.fail(0, `${view.header} has no struct ${view.struct}`);
      if (view.insideTag) this.state = { ...this.state, mode: 'tag', element: 'any', glued: true };
      const begin = { ...this.state };
      const tokens = this.parse();
      const stack = view.struct ? [{ pointer: 'view', type: { kind: 'struct', name: view.struct } }] : [];
      this.block(tokens, stack);
      settle(this.state, (m) => this.fail(this.source.length, m));
      if (!sameState(begin, this.state))
        this.fail(this.source.length, `the template ends inside ${describeState(this.state)}`);
      this.flush();
      return this.function(view);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.world.faults.list.push(error.message);
      return null;
    }
  }

  parse() {
    try {
      return mustache.parse(this.source);
    } catch (error) {
      const at = / at (\d+)$/.exec(error.message);
      return this.fail(at ? Number(at[1]) : 0, error.message);
    }
  }

  function(view) {
    const include = view.header ? `#include "${view.header}"\n` : '';
    return `/* Made from ${this.file} by tools/templates.mjs. */
#include "templates.h"
${include}#include "platform/page.h"

void ${this.name}_html(${signature(view)}) {
${view.struct ? '    (void)view;\n' : ''}    (void)page;
${this.lines.join('\n')}
}
`;
  }

  // ---- output ----

  emit(line) {
    this.flush();
    this.lines.push('    '.repeat(this.depth) + line);
  }

  flush() {
    if (this.literal === '') return;
    const text = this.literal;
    this.literal = '';
    for (let i = 0; i < text.length;) {
      let end = Math.min(i + 1000, text.length);
      if (end < text.length && (text.charCodeAt(end) & 0xfc00) === 0xdc00) end++;
      const piece = text.slice(i, end);
      this.lines.push(`${'    '.repeat(this.depth)}page_raw(page, ${cString(piece)}, ` +
        `${Buffer.byteLength(piece)});`);
      i = end;
    }
  }

  text(value, at, more) {
    for (const part of feed(this.state, value, (message, i) => this.fail(at + i, message), more)) {
      if (typeof part === 'string') this.literal += part;
      else this.emit('page_prefix(page);');
    }
  }

  // ---- tokens ----

  block(tokens, stack) {
    tokens.forEach((token, index) => {
      const [type, value, at] = token;
      if (type !== 'text') settle(this.state, (m) => this.fail(at, m));
      const more = tokens[index + 1] !== undefined && tokens[index + 1][0] !== 'text';
      switch (type) {
        case 'text': return this.text(value, at, more);
        case 'name': return this.variable(value, at, stack, false);
        case '#': return value === 't' ? this.translated(token, stack) : this.section(token, stack);
        case '^': return this.section(token, stack);
        case '>': return this.partial(value, at, stack);
        case '&': return this.fail(at, 'raw output is not allowed: give the member the type struct html');
        case '!': return undefined;
        case '=': return this.fail(at, 'the delimiters stay {{ and }}');
        default: return this.fail(at, `mustache's ${type} is not used here`);
      }
    });
  }

  // Finds a dotted name in the context stack: {c, type} where c is a C expression.
  resolve(name, at, stack) {
    if (name === '.') {
      const top = stack.at(-1);
      if (!top) this.fail(at, 'there is no current item for {{.}}');
      return { c: top.value ?? `(*${top.pointer})`, type: top.type };
    }
    if (!/^[a-z]\w*(\.[a-z]\w*)*$/i.test(name)) this.fail(at, `not a name: "${name}"`);
    const [first, ...rest] = name.split('.');
    for (let i = stack.length - 1; i >= 0; i--) {
      const { pointer, type } = stack[i];
      const member = type.kind === 'struct' && this.world.structs.members(type.name)?.get(first);
      if (member) return this.dotted({ c: `${pointer}->${first}`, type: member }, rest, name, at);
    }
    const known = stack.map((s) => s.type.name && `struct ${s.type.name}`).filter(Boolean).reverse();
    return this.fail(at, `no member "${first}" in ${known.join(', ') || 'a template without view'}`);
  }

  dotted(start, rest, name, at) {
    let { c, type } = start;
    rest.forEach((part, index) => {
      const last = index === rest.length - 1;
      const format = type.kind === 'value' && VALUES[type.name].formats?.[part];
      if (type.kind === 'list' && part === 'n' && last) {
        [c, type] = [`${c}.n`, { kind: 'int', signed: false }];
      } else if (format && last) {
        type = { ...type, format };
      } else if (type.kind === 'struct' || type.kind === 'pointer') {
        const member = this.world.structs.members(type.name)?.get(part);
        if (!member) this.fail(at, `struct ${type.name} has no member "${part}" (in "${name}")`);
        c = type.kind === 'pointer' ? `${c}->${part}` : `${c}.${part}`;
        type = member;
      } else this.fail(at, `"${name}" has no "${part}"`);
    });
    return { c, type };
  }

  variable(name, at, stack, inText) {
    if (name === 'form_token') {
      if (surroundings(this.state, (m) => this.fail(at, m)) !== 'text')
        this.fail(at, '{{form_token}} stands inside a <form>');
      return this.emit('page_form_token(page);');
    }
    if (name.startsWith('asset:')) return this.asset(name.slice(6), at);
    if (name === 'page_lang') {
      if (surroundings(this.state, (m) => this.fail(at, m)) === 'address')
        this.fail(at, 'an address cannot begin with the language: literal paths get it by themselves');
      return this.emit('page_put_str(page, lang_code(page->lang));');
    }
    const found = this.resolve(name, at, stack);
    return this.put(found, name, at, inText);
  }

  put({ c, type }, name, at, inText) {
    const where = surroundings(this.state, (m) => this.fail(at, m));
    const isUrl = type.kind === 'value' && type.name === 'url';
    if (!['bool', 'int', 'text', 'value'].includes(type.kind) || type.kind === 'bool')
      this.fail(at, `{{${name}}} is ${describeType(type)}, which cannot be written`);
    if (where === 'address') {
      if (!isUrl) this.fail(at, `an address must be a struct url (url_format), or begin with a literal path`);
      this.state.url = 'inside';
      this.state.value = 'url';
      return this.emit(`page_put_url(page, ${c});`);
    }
    if (where === 'part') {
      const fits = type.kind === 'int' || (type.kind === 'value' && VALUES[type.name].part);
      if (!fits) this.fail(at, `{{${name}}} is ${describeType(type)}: inside an address only strings and integers`);
      return this.emit(`page_put_part(page, URL_PART(${c}));`);
    }
    if (isUrl && where !== 'text' && this.state.attribute !== 'content' && !this.state.attribute.startsWith('data-'))
      this.fail(at, `an address belongs in href, src or action`);
    if (type.kind === 'value' && type.name === 'html' && where !== 'text')
      this.fail(at, `HTML cannot stand in ${describeState(this.state)}`);
    if (type.kind === 'text') return this.emit(`page_put_text(page, ${c});`);
    if (type.format) return this.emit(`page_put_when(page, ${c}, ${type.format});`);
    if (type.kind === 'int' && inText) return this.emit(`page_put_count(page, (int64_t)${c});`);
    return this.emit(`PAGE_PUT(page, ${c});`);
  }

  asset(name, at) {
    const address = this.world.assets[name];
    if (!address) this.fail(at, `there is no asset ${name}`);
    if (surroundings(this.state, (m) => this.fail(at, m)) === 'address') {
      this.state.url = 'inside';
      this.state.value = 'asset';
    } else if (this.state.mode !== 'value') this.fail(at, 'an asset belongs in an attribute');
    this.literal += address;
  }

  // C that is true when the value counts as something.
  truth({ c, type }, name, at) {
    switch (type.kind) {
      case 'bool': return c;
      case 'int': return `${c} != 0`;
      case 'text': return `${c} != T_none`;
      case 'list': return `${c}.n != 0`;
      case 'pointer': return `${c} != NULL`;
      case 'value': return `${c}.${VALUES[type.name].truth} != 0`;
      case 'struct': return 'true';
      default: return this.fail(at, `{{${name}}} is ${describeType(type)}, which a section cannot test`);
    }
  }

  section(token, stack) {
    const [type, name, at, , children, closeAt] = token;
    const found = this.resolve(name, at, stack);
    const before = { ...this.state };
    const id = ++this.serial;
    if (type === '^') {
      if (found.type.kind === 'struct') this.fail(at, `{{^${name}}} is never empty`);
      this.emit(`if (!(${this.truth(found, name, at)})) {`);
      this.body(children, stack, before, closeAt, []);
    } else if (found.type.kind === 'list') {
      this.emit(`for (size_t i${id} = 0; i${id} < ${found.c}.n; i${id}++) {`);
      this.body(children, stack, before, closeAt, this.item(found, id, name, at));
    } else {
      this.emit(`if (${this.truth(found, name, at)}) {`);
      this.body(children, stack, before, closeAt, this.inside(found, id));
    }
    this.emit('}');
  }

  item(found, id, name, at) {
    const { item } = found.type;
    const c = `${found.c}.v[i${id}]`;
    if (item.kind === 'struct')
      return [{ declare: `const struct ${item.name} *item${id} = &${c};`, pointer: `item${id}`, type: item }];
    if (item.kind === 'other') this.fail(at, `{{#${name}}} is a list of ${item.text}`);
    return [{ value: c, type: item }];
  }

  inside(found, id) {
    const { kind, name } = found.type;
    if (kind !== 'pointer' && kind !== 'struct')
      return kind === 'bool' ? [] : [{ value: found.c, type: found.type }];
    const c = kind === 'pointer' ? found.c : `&${found.c}`;
    return [{
      declare: `const struct ${name} *item${id} = ${c};`,
      pointer: `item${id}`,
      type: { kind: 'struct', name },
    }];
  }

  // The children of a section, which must leave the HTML where it was.
  body(children, stack, before, closeAt, contexts) {
    this.flush();
    this.depth++;
    for (const context of contexts) {
      if (!context.declare) continue;
      this.emit(context.declare);
      this.emit(`(void)${context.pointer};`);
    }
    this.block(children, [...stack, ...contexts]);
    settle(this.state, (m) => this.fail(closeAt, m));
    this.flush();
    this.depth--;
    if (!sameState(before, this.state))
      this.fail(closeAt, `the section begins in ${describeState(before)} and ends in ${describeState(this.state)}`);
    this.state.glued ||= before.glued;
    if (before.url === 'start' && this.state.url !== 'start')
      this.fail(closeAt, `an address cannot begin inside a section: repeat the whole attribute`);
  }

  partial(value, at, stack) {
    const [name, member, ...rest] = value.trim().split(/\s+/);
    const other = this.world.templates.get(name);
    if (!other) this.fail(at, `there is no template ${name}`);
    if (rest.length) this.fail(at, '{{> template}} or {{> template member}}');
    if (this.state.mode !== (other.view.insideTag ? 'tag' : 'text') || this.state.within)
      this.fail(at, `${name} cannot stand in ${describeState(this.state)}`);
    const wanted = other.view.struct;
    if (other.view.insideTag) this.state.glued = true;
    if (!wanted) return this.emit(`${name}_html(page);`);
    if (!member) {
      const context = stack.findLast((s) => s.pointer && s.type.name === wanted);
      if (!context) this.fail(at, `no struct ${wanted} here for template ${name}`);
      return this.emit(`${name}_html(page, ${context.pointer});`);
    }
    const found = this.resolve(member, at, stack);
    if (!['struct', 'pointer'].includes(found.type.kind) || found.type.name !== wanted)
      this.fail(at, `"${member}" is ${describeType(found.type)}, template ${name} shows struct ${wanted}`);
    if (found.type.kind === 'struct') return this.emit(`${name}_html(page, &${found.c});`);
    return this.emit(`if (${found.c}) ${name}_html(page, ${found.c});`);
  }

  // ---- translated text ----

  translated(token, stack) {
    const [, , at, , children] = token;
    const forms = this.sourceForms(children, at);
    const variables = new Map(forms.flatMap((f) => f.variables));
    const [id, plural] = forms.map((f) => f.id);
    const before = { ...this.state };
    const count = plural === undefined ? null : this.pluralCount(forms, stack, at);
    const languages = LANGUAGES.map((language) => {
      if (language === SOURCE_LANGUAGE) return { language, texts: forms.map((f) => f.id) };
      const texts = this.world.catalogue.lookup(language, id, plural, this.area, this.place(at));
      return { language, texts: texts ?? forms.map((f) => f.id) };
    });
    if (forms[0].lead) this.text(' ', at, true);
    this.flush();
    const beginning = { ...this.state };
    let ending = null;
    this.emit('switch (page->lang) {');
    for (const { language, texts } of languages) {
      this.emit(`case LANG_${language.toUpperCase()}:${language === LANGUAGES.at(-1) ? ' case LANG__N:' : ''}`);
      if (count) this.emit(`switch (text_plural(page->lang, (int64_t)${count})) {`);
      texts.forEach((text, index) => {
        if (count) this.emit(index === texts.length - 1 ? 'default:' : `case ${index}:`);
        this.state = { ...beginning };
        this.depth++;
        this.fragment(text, variables, at, stack);
        this.emit('break;');
        this.depth--;
        if (!sameState(before, this.state))
          this.fail(at, `the text to ${language} does not end where it began: "${text}"`);
        ending ??= this.state;
      });
      if (count) {
        this.emit('}');
        this.emit('break;');
      }
    }
    this.emit('}');
    this.state = ending;
    if (forms[0].trail) this.text(' ', at, true);
  }

  // The text between {{#t}} and {{/t}} as one or two msgids, cut at "||".
  sourceForms(children, at) {
    const forms = [{ raw: '', variables: [] }];
    for (const [type, value, start] of children) {
      if (type === 'name' && !value.startsWith('asset:') && value !== 'form_token') {
        forms.at(-1).raw += `{${value}}`;
        forms.at(-1).variables.push([value, start]);
      } else if (type === 'text') {
        if (/[{}]/.test(value)) this.fail(start, 'no braces in translated text');
        value.split('||').forEach((piece, index) => {
          if (index > 0) forms.push({ raw: '', variables: [] });
          forms.at(-1).raw += piece;
        });
      } else this.fail(start, 'only text, HTML and {{names}} in translated text');
    }
    if (forms.length > 2) this.fail(at, 'write singular||plural');
    for (const form of forms) {
      form.id = form.raw.replace(/\s+/g, ' ').trim();
      if (form.id === '') this.fail(at, 'there is no text to translate');
    }
    forms[0].lead = /^\s/.test(forms[0].raw);
    forms[0].trail = /\s$/.test(forms.at(-1).raw);
    return forms;
  }

  pluralCount(forms, stack, at) {
    const first = forms.flatMap((f) => f.variables)[0];
    if (!first) this.fail(at, 'a plural needs a {{count}}');
    const found = this.resolve(first[0], first[1], stack);
    if (found.type.kind === 'int') return found.c;
    const count = found.type.kind === 'value' && VALUES[found.type.name].count;
    if (!count) this.fail(first[1], `the plural goes by {{${first[0]}}}, which is ${describeType(found.type)}`);
    return `${found.c}.${count}`;
  }

  fragment(text, variables, at, stack) {
    const pieces = text.split(/(\{[^{}]*\})/).filter((p) => p !== '');
    const at_ = at;
    pieces.forEach((piece, index) => {
      const name = /^\{(.*)\}$/.exec(piece)?.[1];
      if (name !== undefined) {
        if (!variables.has(name)) this.fail(at_, `the translation uses unknown {${name}}`);
        return this.variable(name, variables.get(name), stack, true);
      }
      for (const part of feed(this.state, piece, (message) => this.fail(at_, `${message} (in "${text}")`),
        index + 1 < pieces.length)) {
        if (typeof part === 'string') this.literal += part;
        else this.emit('page_prefix(page);');
      }
      return undefined;
    });
  }
}

export function signature(view) {
  return view.struct ? `struct page *page, const struct ${view.struct} *view` : 'struct page *page';
}

function describeType(type) {
  if (type.kind === 'value' || type.kind === 'struct') return `a struct ${type.name}`;
  if (type.kind === 'pointer') return `a pointer to struct ${type.name}`;
  if (type.kind === 'list') return 'a LIST';
  if (type.kind === 'int') return 'an integer';
  if (type.kind === 'text') return 'an enum text_id';
  return type.kind === 'bool' ? 'a bool' : `a "${type.text}"`;
}
