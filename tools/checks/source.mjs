// Reading C well enough to check its shape: comments and strings blanked out, functions found.

// The text with comments and the inside of strings replaced by blanks, so that places stay.
export function strip(text) {
  const out = text.split('');
  const blank = (from, to) => {
    for (let i = from; i < to; i++) if (out[i] !== '\n') out[i] = ' ';
  };
  for (let i = 0; i < text.length;) {
    const two = text.slice(i, i + 2);
    if (two === '/*' || two === '//') {
      const end = two === '/*' ? text.indexOf('*/', i + 2) + 2 : text.indexOf('\n', i);
      const stop = end < (two === '/*' ? 2 : 0) ? text.length : end;
      blank(i, stop);
      i = stop;
    } else if (text[i] === '"' || text[i] === "'") {
      const quote = text[i];
      let j = i + 1;
      while (j < text.length && text[j] !== quote && text[j] !== '\n') j += text[j] === '\\' ? 2 : 1;
      blank(i + 1, j);
      i = j + 1;
    } else i++;
  }
  return out.join('');
}

export const lineAt = (text, index) => text.slice(0, index).split('\n').length;

export const codeLines = (stripped) => stripped.split('\n').filter((l) => /\S/.test(l)).length;

const matching = (text, open) => {
  const close = { '{': '}', '(': ')' }[text[open]];
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === text[open]) depth++;
    if (text[i] === close && --depth === 0) return i;
  }
  return text.length;
};

// Splits at commas that are in no parentheses.
function splitArguments(text) {
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if ('({['.includes(text[i])) depth++;
    if (')}]'.includes(text[i])) depth--;
    if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)];
}

// Function definitions: {name, line, lines, complexity, parameters}. Complexity is McCabe's with a
// switch counted once, as pmccabe's first column: if, loops, ?, && and || add one each.
export function functionsOf(text) {
  const code = strip(text).replace(/^[ \t]*#(?:[^\n]*\\\n)*[^\n]*/gm, (all) => all.replace(/[^\n]/g, ' '));
  const found = [];
  for (const match of code.matchAll(/^[A-Za-z_][^;{}()=\n]*?\b([A-Za-z_]\w*)\s*\(/gm)) {
    const open = match.index + match[0].length - 1;
    const close = matching(code, open);
    const brace = code.slice(close + 1).search(/\S/) + close + 1;
    if (code[brace] !== '{') continue;
    const end = matching(code, brace);
    const body = code.slice(brace, end + 1);
    const inside = code.slice(open + 1, close).trim();
    found.push({
      name: match[1],
      line: lineAt(code, match.index),
      lines: body.split('\n').length,
      complexity: 1 + (body.match(/\b(?:if|for|while|switch)\b|&&|\|\||\?/g) ?? []).length,
      parameters: inside === '' || inside === 'void' ? 0 : splitArguments(inside).length,
    });
  }
  return found;
}
