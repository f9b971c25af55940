// What two JavaScript readers make of a .bib file: node read_bib.mjs FILE NODE_MODULES
import fs from "fs";
import { createRequire } from "module";

const [file, modules] = process.argv.slice(2);
const text = fs.readFileSync(file, "utf8");
const require = createRequire(`${modules}/`);
const { parse } = await import(`file://${modules}/@retorquere/bibtex-parser/dist/esm/index.js`);
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-bibtex");

const person = (a) => a.name || a.literal || [a.prefix, a.lastName || a.family, a.firstName || a.given].filter(Boolean).join("|");
const read = parse(text, { sentenceCase: false });
console.log(JSON.stringify({
  "bibtex-parser": read.entries.map((e) => ({
    key: e.key, title: e.fields.title, url: e.fields.url, date: e.fields.date, authors: e.fields.author.map(person),
  })),
  "citation-js": new Cite(text).data.map((e) => ({
    key: e.id, title: e.title, url: e.URL, date: e.issued["date-parts"][0].map((n) => String(n).padStart(2, "0")).join("-"),
    authors: e.author.map(person),
  })),
  errors: read.errors,
}));
