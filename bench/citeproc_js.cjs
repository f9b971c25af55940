// One run of citeproc-js as a client of bench/csl.py: reads {module, locales, style, items} from stdin, prints CPU seconds.
// citeproc-js (AGPL) is a program this script calls; nothing of it is part of this project.
const fs = require("fs");
const path = require("path");

const job = JSON.parse(fs.readFileSync(0, "utf8"));
const CSL = require(job.module);
const items = new Map(job.items.map((item) => [item.id, item]));
const system = {
  retrieveLocale(tag) {
    const file = path.join(job.locales, `locales-${tag}.xml`);
    return fs.readFileSync(fs.existsSync(file) ? file : path.join(job.locales, "locales-en-US.xml"), "utf8");
  },
  retrieveItem: (id) => items.get(id),
};

function seconds(since) {
  const used = process.cpuUsage(since);
  return (used.user + used.system) / 1e6;
}

const start = process.cpuUsage();
const engine = new CSL.Engine(system, job.style, "en-US");
const load = seconds(start);
const clusters = job.items.map((item, n) => ({
  citationID: `c${n}`,
  citationItems: [{ id: item.id }],
  properties: { noteIndex: n + 1 },
}));
const cited = engine.rebuildProcessorState(clusters, "html", []);
const listed = engine.makeBibliography();
const entries = listed ? listed[1].length : 0;
console.log(JSON.stringify({ load, total: seconds(start), cited: cited.length, entries }));
