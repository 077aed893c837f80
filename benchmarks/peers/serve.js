// Peers run by Node, kept warm: a request a line in (JSON), an answer a line out (JSON).
//   {way, template, data, times}  ->  {ms, made: [base64, …]}
//   {way: "memory"}               ->  {bytes}
// `data` is a list of one or more inputs; `ms` is what all of them took, without the pipe and its JSON: the less of
// elapsed and processor time, since a helper thread adds to the one and other programs to the other.
"use strict";

const { readFileSync } = require("node:fs");
const { createInterface } = require("node:readline");
const { promisify } = require("node:util");

const read = new Map();
const once = (path, make) => {
  if (!read.has(path)) read.set(path, make(path));
  return read.get(path);
};

const ways = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    return (template, data) => {
      const zip = new PizZip(once(template, (path) => readFileSync(path)));
      const document = new Docxtemplater(zip, { paragraphLoop: true, linebreaks: true });
      document.render(data);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  carbone() {
    const render = promisify(require("carbone").render);
    return (template, data) => render(template, data, {});
  },
  rosaenlg() {
    const { compileFile, NlgLib } = require("rosaenlg");
    const language = "zh_CN";
    return (template, data) => {
      const say = once(template, (path) => compileFile(path, { language, compileDebug: false }));
      return Buffer.from(say({ ...data, util: new NlgLib({ language }) }));
    };
  },
};

const started = new Map();

async function answer({ way, template, data }) {
  if (way === "memory") return { bytes: process.memoryUsage().rss };
  if (!started.has(way)) started.set(way, ways[way]());
  const work = started.get(way);
  if (global.gc) global.gc();
  const made = [];
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  for (const one of data) made.push(await work(template, one));
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms: Math.min(elapsed, (user + system) / 1000), made: made.map((one) => one.toString("base64")) };
}

async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    const reply = await answer(JSON.parse(line)).catch((error) => ({ error: String(error.stack || error) }));
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

main();
