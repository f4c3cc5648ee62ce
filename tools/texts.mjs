// Reads the gettext catalogues in po/LANG/*.po and makes the C tables of texts.h and texts.c.
// English is the source language: a msgid is the English text, so English needs no catalogue.
// Entries with a msgctxt are for C code and become T_<msgctxt>; the others belong to templates.

import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join, basename } from 'node:path';

export const LANGUAGES = ['da', 'en']; // order of enum lang
export const SOURCE_LANGUAGE = 'en';
const SOURCE_PLURAL = 'nplurals=2; plural=(n != 1);';

// Gathers every fault before the build stops, so that one run shows them all.
export class Faults {
  constructor(draft) {
    this.draft = draft;
    this.list = [];
  }
  add(place, message) {
    this.list.push(`${place}: error: ${message}`);
  }
  // A fault that a half-finished work tree may have: with SAMSKAB_DRAFT=1 it is only a warning.
  unfinished(place, message) {
    if (this.draft) process.stderr.write(`${place}: warning: ${message}\n`);
    else this.add(place, message);
  }
}

function unquote(raw, place) {
  const match = /^"((?:[^"\\]|\\.)*)"\s*$/.exec(raw);
  if (!match) throw new Error(`${place}: error: expected a quoted string`);
  return match[1].replace(/\\(.)/g, (all, c) => {
    if (c === 'n') return '\n';
    if (c === 't') return '\t';
    if (c === '"' || c === '\\') return c;
    throw new Error(`${place}: error: unknown escape \\${c}`);
  });
}

// One .po file as a list of entries {context, id, plural, texts[], file, line}. The header entry
// (empty msgid) comes back as `header`, a map of its lines.
export function parsePo(text, file) {
  const entries = [];
  let entry = null;
  let target = null;
  const finish = () => {
    if (entry && entry.id !== undefined) entries.push(entry);
    entry = null;
    target = null;
  };
  text.split('\n').forEach((raw, index) => {
    const place = `${file}:${index + 1}`;
    const line = raw.trim();
    if (line === '') return finish();
    if (line.startsWith('#')) {
      if (line.startsWith('#,') && line.includes('fuzzy'))
        throw new Error(`${place}: error: fuzzy entries are not allowed: finish the translation`);
      if (line.startsWith('#~')) throw new Error(`${place}: error: remove obsolete entries`);
      return;
    }
    const keyword = /^(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+(".*)$/.exec(line);
    if (keyword) {
      const [, word, index_, quoted] = keyword;
      const value = unquote(quoted, place);
      if (word === 'msgctxt' || (word === 'msgid' && (!entry || entry.id !== undefined))) {
        finish();
        entry = { file, line: index + 1, texts: [] };
      }
      if (!entry) throw new Error(`${place}: error: ${word} before any msgid`);
      if (word === 'msgctxt') [entry.context, target] = [value, 'context'];
      else if (word === 'msgid') [entry.id, target, entry.line] = [value, 'id', index + 1];
      else if (word === 'msgid_plural') [entry.plural, target] = [value, 'plural'];
      else {
        target = Number(index_ ?? 0);
        if (entry.texts[target] !== undefined)
          throw new Error(`${place}: error: msgstr is given twice`);
        entry.texts[target] = value;
      }
    } else if (line.startsWith('"') && entry && target !== null) {
      const more = unquote(line, place);
      if (typeof target === 'number') entry.texts[target] += more;
      else entry[target] += more;
    } else throw new Error(`${place}: error: not understood: ${line}`);
  });
  finish();
  const header = {};
  const first = entries.find((e) => e.id === '' && e.context === undefined);
  for (const line of (first?.texts[0] ?? '').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) header[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { header, entries: entries.filter((e) => e !== first) };
}

// gettext's Plural-Forms: {count, expression}; the expression is C in the variable n.
export function pluralRule(header, place) {
  const match = /^nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([n\d\s()?:&|!=<>%+*/-]+?)\s*;?$/.exec(header);
  if (!match) throw new Error(`${place}: error: the header needs Plural-Forms as gettext writes it`);
  const rule = { count: Number(match[1]), expression: match[2] };
  const form = new Function('n', `return Number(${rule.expression})`);
  for (let n = 0; n < 1000; n++)
    if (!(form(n) >= 0 && form(n) < rule.count))
      throw new Error(`${place}: error: plural form of ${n} is outside nplurals`);
  return rule;
}

const unique = (list) => [...new Set(list)];
export const placeholders = (text) =>
  unique([...text.matchAll(/\{([^{}]*)\}/g)].map((m) => m[1])).sort();
const tags = (text) => [...text.matchAll(/<[^<>]*>/g)].map((m) => m[0]).sort();

function checkTranslation(entry, rule, faults) {
  const place = `${entry.file}:${entry.line}`;
  const wanted = entry.plural === undefined ? 1 : rule.count;
  if (entry.texts.length > wanted) faults.add(place, `has more than ${wanted} msgstr`);
  for (let i = 0; i < wanted; i++) {
    const text = entry.texts[i];
    if (!text) {
      faults.unfinished(place, `has no translation${entry.plural ? ` of plural form ${i}` : ''}`);
      entry.missing = true;
      continue;
    }
    const source = entry.plural ?? entry.id;
    const have = placeholders(text);
    const allowed = unique([...placeholders(source), ...placeholders(entry.id)]);
    // Every placeholder must come along; only a singular form may leave its own count out.
    const needed = entry.plural && i === 0 ? placeholders(entry.id) : placeholders(source);
    for (const name of have)
      if (!allowed.includes(name)) faults.add(place, `the text has no {${name}}`);
    for (const name of needed)
      if (!have.includes(name)) faults.add(place, `the translation leaves out {${name}}`);
    if (entry.context === undefined && tags(text).join() !== tags(source).join())
      faults.add(place, `HTML tags differ: ${tags(source).join(' ')} and ${tags(text).join(' ')}`);
    if (/^\s|\s$/.test(text) || text.includes('\n'))
      faults.add(place, 'begins or ends with white space, or has a line break');
  }
}

// All catalogues of all languages but the source one.
export class Catalogue {
  constructor(poFolder, faults) {
    this.faults = faults;
    this.files = [];
    this.rules = { [SOURCE_LANGUAGE]: pluralRule(SOURCE_PLURAL, 'texts.mjs') };
    this.byLanguage = {};
    for (const language of LANGUAGES) {
      if (language !== SOURCE_LANGUAGE) this.read(poFolder, language);
    }
  }

  read(poFolder, language) {
    const entries = [];
    const folder = join(poFolder, language);
    const names = existsSync(folder) ? readdirSync(folder).sort() : [];
    for (const name of names.filter((n) => n.endsWith('.po'))) {
      const file = join(folder, name);
      this.files.push(file);
      let parsed;
      try {
        parsed = parsePo(readFileSync(file, 'utf8'), file);
        const rule = pluralRule(parsed.header['plural-forms'] ?? '', `${file}:1`);
        const other = this.rules[language];
        if (other && other.expression !== rule.expression)
          this.faults.add(`${file}:1`, 'Plural-Forms differs from the other files');
        this.rules[language] = rule;
      } catch (error) {
        this.faults.list.push(error.message);
        continue;
      }
      for (const entry of parsed.entries) {
        entry.area = basename(name, '.po');
        checkTranslation(entry, this.rules[language], this.faults);
        entries.push(entry);
      }
    }
    this.rules[language] ??= this.rules[SOURCE_LANGUAGE];
    this.byLanguage[language] = entries;
    this.checkDoubles(entries);
  }

  checkDoubles(entries) {
    const seen = new Map();
    for (const entry of entries) {
      const key = entry.context === undefined ? `${entry.area} ${entry.id}` : `T_${entry.context}`;
      const first = seen.get(key);
      if (first)
        this.faults.add(`${entry.file}:${entry.line}`, `is also in ${first.file}:${first.line}`);
      else seen.set(key, entry);
      if (entry.context !== undefined && !/^[a-z][a-z0-9_]*$/.test(entry.context))
        this.faults.add(`${entry.file}:${entry.line}`, `msgctxt is not a C name: ${entry.context}`);
    }
  }

  // The translations of a template's text, or null (the fault is noted). A template looks first in
  // the file of its own folder, then in all others, where one msgid must mean one thing.
  lookup(language, id, plural, area, place) {
    const same = this.byLanguage[language].filter(
      (e) => e.context === undefined && e.id === id && e.plural === plural);
    const own = same.find((e) => e.area === area);
    const found = own ?? same[0];
    if (!found) {
      const lines = [`msgid ${quote(id)}`];
      if (plural !== undefined) {
        lines.push(`msgid_plural ${quote(plural)}`);
        for (let i = 0; i < this.rules[language].count; i++) lines.push(`msgstr[${i}] ""`);
      } else lines.push('msgstr ""');
      this.faults.unfinished(place,
        `no translation to ${language}; add to po/${language}/${area}.po:\n${lines.join('\n')}\n`);
      return null;
    }
    if (!own && same.some((e) => e.texts.join('\0') !== found.texts.join('\0'))) {
      this.faults.add(place, `"${id}" is translated differently in ` +
        `${same.map((e) => `${e.file}:${e.line}`).join(' and ')}: give this area its own`);
    }
    for (const e of own ? [own] : same) e.used = true;
    return found.missing ? null : found.texts;
  }

  // Marks what C code uses, by the set of T_ names found there; then reports what nobody uses.
  checkUse(namesInC) {
    for (const entries of Object.values(this.byLanguage))
      for (const entry of entries) {
        if (entry.context !== undefined ? !namesInC.has(`T_${entry.context}`) : !entry.used)
          this.faults.unfinished(`${entry.file}:${entry.line}`, `nobody uses "${entry.id}"`);
      }
  }

  texts() {
    const any = this.byLanguage[LANGUAGES.find((l) => l !== SOURCE_LANGUAGE)];
    return any.filter((e) => e.context !== undefined)
      .sort((a, b) => (a.context < b.context ? -1 : 1));
  }
}

const quote = (text) => JSON.stringify(text);

// A C string literal of UTF-8 bytes.
export function cString(text) {
  let out = '"';
  for (const byte of Buffer.from(text, 'utf8')) {
    const c = String.fromCharCode(byte);
    if (byte < 0x20 || byte > 0x7e) {
      out += `\\${byte.toString(8).padStart(3, '0')}`;
      continue;
    }
    out += c === '"' || c === '\\' || c === '?' ? `\\${c}` : c;
  }
  return `${out}"`;
}

export function textsHeader(catalogue) {
  const names = catalogue.texts().map((e) => `    T_${e.context},`);
  return `/* Made from po/ by tools/templates.mjs: the texts that C code uses. */
#ifndef TEXTS_H
#define TEXTS_H

enum text_id {
    T_none,
${names.join('\n')}
    T__N
};

#endif
`;
}

// The table row of one text: its forms in every language.
function textRow(catalogue, entry) {
  const forms = (texts) => `{${texts.map((t) => cString(t)).join(', ')}}`;
  const cells = LANGUAGES.map((language) => {
    if (language === SOURCE_LANGUAGE || entry.missing)
      return `[LANG_${language.toUpperCase()}] = ${forms(entry.plural ? [entry.id, entry.plural] : [entry.id])}`;
    return `[LANG_${language.toUpperCase()}] = ${forms(entry.texts)}`;
  });
  return `    [T_${entry.context}] = {${cells.join(',\n        ')}},`;
}

export function textsSource(catalogue) {
  const forms = Math.max(...LANGUAGES.map((l) => catalogue.rules[l].count));
  const plural = LANGUAGES.map((language) => {
    const { expression } = catalogue.rules[language];
    return `    case LANG_${language.toUpperCase()}:\n        return (unsigned)(${expression});`;
  });
  return `/* Made from po/ by tools/templates.mjs. */
#include "platform/text_tables.h"

const char *const text_table[T__N][LANG__N][TEXT_FORMS] = {
    [T_none] = {[LANG_DA] = {""}, [LANG_EN] = {""}},
${catalogue.texts().map((e) => textRow(catalogue, e)).join('\n')}
};

_Static_assert(TEXT_FORMS >= ${forms}, "a language has more plural forms than the table");

unsigned text_plural(enum lang lang, int64_t count) {
    uint64_t n = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    switch (lang) {
${plural.join('\n')}
    case LANG__N:
        break;
    }
    return 0;
}
`;
}
