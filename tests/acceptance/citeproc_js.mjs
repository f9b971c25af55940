// Runs citeproc-js, where it is installed, over many styles: reads {module, locales, styles: [paths], items} from stdin and
// writes one JSON line a style: {style, entries: {id: text}} or {style, error}. citeproc-js (AGPL) is a program this script
// calls; nothing of it is part of this project.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const job = JSON.parse(fs.readFileSync(0, "utf8"));
const CSL = createRequire(import.meta.url)(job.module);
const items = new Map(job.items.map((item) => [item.id, item]));
const locales = new Map();

function readLocale(tag) {
  if (!locales.has(tag)) {
    const file = path.join(job.locales, `locales-${tag}.xml`);
    locales.set(tag, fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false);
  }
  return locales.get(tag);
}

const system = { retrieveLocale: readLocale, retrieveItem: (id) => structuredClone(items.get(id)) };

function listOf(xml, ids) {
  const engine = new CSL.Engine(system, xml);
  engine.setOutputFormat("text");
  engine.updateItems(ids);
  return engine.makeBibliography();
}

function entriesOf(style) {
  const xml = fs.readFileSync(style, "utf8");
  const ids = [...items.keys()];
  const listed = listOf(xml, ids);
  if (!listed) return {};
  const [parameters, texts] = listed;
  if (texts.length < ids.length) {
    // entries that print nothing are left out of the texts, so that which is whose is seen only from lists of one
    const alone = ids.map((id) => [id, listOf(xml, [id])[1][0]]);
    return Object.fromEntries(alone.filter(([, text]) => text));
  }
  return Object.fromEntries(parameters.entry_ids.map((ids, n) => [ids[0], texts[n]]));
}

for (const style of job.styles) {
  let answer;
  try {
    answer = { style, entries: entriesOf(style) };
  } catch (error) {
    answer = { style, error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
