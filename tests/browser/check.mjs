// Opens HTML files in Chromium and fails where one breaks a rule: WCAG 2.2 A and AA, axe's best practice and the
// contrast of AAA, in light, dark and forced colours on screens of all widths; requests, errors and refused
// content; a page wider than its screen; words that are too small; another look without scripts; a printed page
// less than half full, without its number, or with words beyond its margins. Usage: node check.mjs PICTURES FILE...
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const RULES = { "color-contrast-enhanced": { enabled: true } };
const WIDTHS = [320, 390, 768, 1280];
const MARGINS = { top: 51, bottom: 57, side: 48 }; // of a printed page, in points: 18, 20 and 17 mm
const SMALLEST_TEXT = 11;
const TALLEST = 8000; // Chromium draws no taller pictures without seams
const LOOKS = 3; // on a busy machine Chromium may paint part of a picture late: what differs each time does differ
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [pictures, ...files] = process.argv.slice(2);
const site = process.env.SITE && pathToFileURL(resolve(process.env.SITE)).href + "/"; // its pages share a style sheet
const problems = [];

/** Opens a file and watches what happens to it. */
async function open(browser, file, options) {
  const address = pathToFileURL(resolve(file)).href;
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const say = (what) => problems.push(`${basename(file)}: ${what}`);
  page.on("console", (message) => say(`console: ${message.text()}`));
  page.on("pageerror", (error) => say(`error: ${error}`));
  page.on("dialog", (dialog) => { say(`script: ${dialog.message()}`); dialog.dismiss().catch(() => {}); });
  page.on("request", (request) => {
    const isOurs = request.url() === address || request.url().startsWith("data:");
    if (!isOurs && !(site && request.url().startsWith(site))) say(`request: ${request.url()}`);
  });
  await page.goto(address);
  return { context, page, say };
}

async function checkAccessibility(browser, file, options) {
  const { context, page, say } = await open(browser, file, options);
  await page.evaluate(axe);
  const found = await page.evaluate(([tags, rules]) => axe.run({ preload: false, runOnly: tags, rules }), [TAGS, RULES]);
  for (const rule of found.violations) {
    const places = rule.nodes.slice(0, 3).map((node) => `${node.target} (${node.failureSummary})`);
    say(`${JSON.stringify(options)} ${rule.id}: ${rule.help}; ${rule.nodes.length} × ${places.join("; ")}`);
  }
  await context.close();
  return found.passes.length;
}

async function checkLayout(page, width, say) {
  const drawn = await page.evaluate(() => [...document.images].every((each) => each.complete && each.naturalWidth));
  if (!drawn) say("a picture is not drawn");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) say(`at ${width} px the page is ${wide} px wide`);
  const small = await page.evaluate((least) => {
    const texts = [...document.querySelectorAll("body *")].filter((each) =>
      [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    return texts.filter((each) => !each.closest("title, desc, style") &&
      parseFloat(getComputedStyle(each).fontSize) < least).map((each) => each.outerHTML.slice(0, 80));
  }, SMALLEST_TEXT);
  if (small.length) say(`at ${width} px ${small.length} texts are small: ${small[0]}`);
  const outside = await page.evaluate(() => [...document.querySelectorAll("figure svg text")].filter((each) => {
    const [box, around] = [each.getBoundingClientRect(), each.closest("figure").getBoundingClientRect()];
    return box.width > 0 && (box.left < around.left - 1 || box.right > around.right + 1);
  }).map((each) => each.textContent));
  if (outside.length) say(`at ${width} px words stand outside their chart: ${outside.join(", ")}`);
}

/** Paints a page as readers see it, with scripts and without; the layout is looked at on the way. */
async function paint(browser, file, { width, colorScheme, path }) {
  const shots = [];
  let tall = 0;
  for (const javaScriptEnabled of [true, false]) {
    const viewport = { width, height: 900 };
    const { context, page, say } = await open(browser, file, { colorScheme, javaScriptEnabled, viewport });
    if (javaScriptEnabled) {
      await checkLayout(page, width, say);
      tall = await page.evaluate(() => document.documentElement.scrollHeight);
    }
    const clip = { x: 0, y: 0, width, height: Math.min(tall, TALLEST) };
    shots.push(await page.screenshot({ path: javaScriptEnabled ? path : undefined, fullPage: true, clip }));
    await context.close();
  }
  return shots;
}

async function checkLooks(browser, file, colorScheme) {
  const name = join(pictures, basename(file, ".html"));
  for (const width of WIDTHS) {
    const path = `${name}-${width}-${colorScheme}.png`;
    let same = false;
    for (let look = 0; look < LOOKS && !same; look += 1) {
      const [scripted, plain] = await paint(browser, file, { width, colorScheme, path });
      same = scripted.equals(plain);
    }
    if (!same) problems.push(`${file}: another look without scripts at ${width} px, ${LOOKS} times`);
  }
}

/** Prints a page, in its colours and without; of one report no sheet but the last may be less than half full. */
async function print(browser, file) {
  const { context, page, say } = await open(browser, file, { colorScheme: "dark" });
  const path = join(pictures, `${basename(file, ".html")}.pdf`);
  await page.pdf({ path, preferCSSPageSize: true });
  const parts = await page.locator("article").count();
  const isWide = await page.locator(".wide").count() > 0;
  await context.close();
  execFileSync("pdftoppm", ["-gray", "-r", "60", "-png", path, path.replace(/\.pdf$/, "-printed")]);
  const sheets = execFileSync("pdftotext", ["-bbox", path, "-"], { encoding: "utf8" }).split("<page ").slice(1);
  sheets.forEach((sheet, at) => {
    const [width, height] = ["width", "height"].map((name) => Number(sheet.match(`${name}="([\\d.]+)"`)[1]));
    if (width > height !== isWide) say(`page ${at + 1} is printed ${isWide ? "upright" : "across"}`);
    const ends = [...sheet.matchAll(/yMax="([\d.]+)"/g)].map((end) => Number(end[1]));
    const inside = ends.filter((end) => end > MARGINS.top && end < height - MARGINS.bottom + 2);
    const full = (Math.max(MARGINS.top, ...inside) - MARGINS.top) / (height - MARGINS.top - MARGINS.bottom);
    const words = [...sheet.matchAll(/xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)".*?>([^<]*)</g)];
    const cut = words.filter(([, from, to]) => from < MARGINS.side - 3 || to > width - MARGINS.side + 3);
    if (cut.length) say(`page ${at + 1} has words beyond its margins: ${cut.map((each) => each[3]).join(" ")}`);
    if (!ends.some((end) => end > height - MARGINS.bottom + 2)) say(`page ${at + 1} has no number`);
    if (!parts && full < 0.5 && at < sheets.length - 1) say(`page ${at + 1} is ${Math.round(full * 100)} % full`);
  });
}

await mkdir(pictures, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  for (const file of files) {
    let passed = 0;
    const screens = WIDTHS.map((width) => ({ viewport: { width, height: 900 } }));
    for (const options of [
      ...["light", "dark"].flatMap((colorScheme) => screens.map((screen) => ({ ...screen, colorScheme }))),
      ...screens.map((screen) => ({ ...screen, colorScheme: "dark", forcedColors: "active" })),
    ]) passed += await checkAccessibility(browser, file, options);
    if (!passed) problems.push(`${file}: no rule was tried`);
    for (const colorScheme of ["light", "dark"]) await checkLooks(browser, file, colorScheme);
    await print(browser, file);
    console.log(`${basename(file)}: ${passed} rules hold`);
  }
} finally {
  await browser.close();
}
await writeFile(join(pictures, "problems.txt"), problems.map((each) => `${each}\n`).join(""));
for (const problem of problems) console.error(problem);
process.exitCode = problems.length ? 1 : 0;
