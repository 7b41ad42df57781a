// Pages stay true by themselves: one stream says which topics changed, and the parts that show them ask again.
//   id="…" data-topic="ticket:12" data-refresh="/address"   the part is drawn anew (without an address: from this page's own)
//   … data-still                                           but not while the pointer is at work in it
//   … data-pause="10000"                                   and not more often than so many milliseconds
//   data-topic="queue" data-news="/address?…"              a button says how many are new; nothing moves until it is pressed
// The stream runs only while the page is looked at, so that many tabs do not use up the browser's connections; while it
// is open, the page's <html> carries data-live.
import { all, ask, drawn, one, parsed } from "./page.js";

const PAUSE = 1500;
const STILL = 4000;
let source = null;
let missed = false;
let moved = 0;
const state = document.documentElement.dataset;
const due = new Map();
const asked = new Map();
const turns = new Map();
const waiting = new Map();

const topics = () => [...new Set(all("[data-topic]").flatMap((part) => part.dataset.topic.split(" ")))].filter(Boolean);

function listen() {
  const wanted = topics();
  if (source || !wanted.length || document.hidden || !window.EventSource) return;
  source = new EventSource(`/live?topics=${encodeURIComponent(wanted.join(","))}`);
  source.addEventListener("changed", (event) => changed(event.data.split(" ")));
  source.addEventListener("open", () => { state.live = ""; if (missed) changed(wanted); missed = false; });
  source.addEventListener("error", () => { missed = true; delete state.live; if (source?.readyState === EventSource.CLOSED) source = null; });
}

function rest() {
  if (!source) return;
  source.close();
  source = null;
  delete state.live;
  missed = true;
}

/** Collect what changed by the address that knows it; each is asked at most once a pause, and never twice at a time. */
function changed(names) {
  for (const part of all("[data-topic]")) {
    if (!part.dataset.topic.split(" ").some((topic) => names.includes(topic))) continue;
    const address = part.dataset.news || part.dataset.refresh || location.pathname + location.search;
    if (!due.has(address)) {
      due.set(address, new Set());
      const pause = Number(part.dataset.pause ?? PAUSE);
      setTimeout(() => turns.set(address, mend(address, turns.get(address))), Math.max(0, (asked.get(address) ?? 0) + pause - Date.now()));
    }
    due.get(address).add(part);
  }
}

async function mend(address, before) {
  await before;
  const parts = [...due.get(address)].map(current).filter((part) => part?.isConnected);
  due.delete(address);
  asked.set(address, Date.now());
  const answer = await ask(address).catch(() => null);
  if (!answer?.ok) { missed = true; return; }
  if (parts[0]?.dataset.news) return parts.forEach((part, _, all) => news(part, all.length === 1 ? answer : answer.clone()));
  const page = await parsed(answer);
  for (const { id } of parts) redraw(id, page.getElementById(id));
}

/** A part as it stands now: the one that was meant may have been drawn anew meanwhile. */
const current = (part) => (part.id ? document.getElementById(part.id) : part);

/** Draw a part anew as soon as no hand is in it, and then as the newest answer has it. */
async function redraw(id, answer) {
  const part = document.getElementById(id);
  if (!part) return;
  if (!answer) return part.matches("[data-row]") && part.classList.add("is-gone");
  const isWaiting = waiting.has(id);
  waiting.set(id, answer);
  if (isWaiting) return;
  await undisturbed(part);
  const fresh = waiting.get(id);
  waiting.delete(id);
  if (!part.isConnected || fresh.isEqualNode(part)) return;
  const chosen = one(".row-check input", part)?.checked;
  const focus = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") || document.activeElement.id : null;
  part.replaceWith(document.adoptNode(fresh));
  if (chosen) one(".row-check input", fresh).checked = true;
  if (focus) (one(`[href="${CSS.escape(focus)}"]`, fresh) ?? document.getElementById(focus))?.focus({ preventScroll: true });
  drawn(fresh);
}

/** Wait while the reader's hand is in the part: nothing changes under the pointer, nothing typed is lost. */
function undisturbed(part) {
  const types = () => part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select, summary");
  const points = () => part.matches("[data-still]:hover") && Date.now() - moved < STILL;
  const busy = () => types() || points() || one("details.menu[open]", part);
  return new Promise((done) => {
    const look = () => (part.isConnected && busy() ? setTimeout(look, 400) : done());
    look();
  });
}

async function news(part, answer) {
  const { count, words } = await answer.json();
  part.hidden = !count;
  const said = one("[data-news-link] span", part);
  if (said) said.textContent = words;
}

document.addEventListener("pointermove", () => { moved = Date.now(); }, { passive: true });
document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", listen);
listen();
