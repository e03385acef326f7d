/** As GitHub names a heading, and as pages are called. */
const kebabCase = (words) => words.toLowerCase().replace(/ /g, '-');
const titled = (key) => key.charAt(0).toUpperCase() + key.slice(1);
const code = (text) => `\`${text}\``;
const unique = (values) => [...new Set(values)];

/** A row of a table; what a cell holds mustn't end it. */
const row = (cells) => `| ${cells.map((cell) => String(cell).replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
const table = (heads, rows) => [heads, heads.map(() => '---'), ...rows].map(row).join('\n');

module.exports = { kebabCase, titled, code, unique, table };
