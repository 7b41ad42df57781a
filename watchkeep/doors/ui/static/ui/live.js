// Pages stay true by themselves: one stream says which topics changed, and the parts that show them ask again.
//   data-topic="ticket:12" data-refresh="/address"   the part is drawn anew (unless one is typing or pointing in it)
//   data-topic="queue" data-news="/address?…"        a button says how many are new; nothing moves until it is pressed
// The stream runs only while the page is looked at, so that many tabs do not use up the browser's connections.
import { all, ask, drawn, one, parsed } from "./page.js";

let source = null;
let missed = false;
const waiting = new Set();

const topics = () => [...new Set(all("[data-topic]").flatMap((part) => part.dataset.topic.split(" ")))].filter(Boolean);

function listen() {
  const wanted = topics();
  if (source || !wanted.length || document.hidden || !window.EventSource) return;
  source = new EventSource(`/live?topics=${encodeURIComponent(wanted.join(","))}`);
  source.addEventListener("changed", (event) => changed(event.data.split(" ")));
  source.addEventListener("open", () => { if (missed) changed(wanted); missed = false; });
  source.addEventListener("error", () => { missed = true; if (source?.readyState === EventSource.CLOSED) source = null; });
}

function rest() {
  if (!source) return;
  source.close();
  source = null;
  missed = true;
}

function changed(names) {
  for (const part of all("[data-topic]")) {
    if (part.dataset.topic.split(" ").some((topic) => names.includes(topic))) mend(part);
  }
}

function mend(part) {
  if (waiting.has(part)) return;
  waiting.add(part);
  const act = part.dataset.news ? news : redraw;
  act(part).catch(() => { missed = true; }).finally(() => waiting.delete(part));
}

async function redraw(part) {
  const answer = await ask(part.dataset.refresh || location.href);
  if (!answer.ok || !part.isConnected) return;
  const fresh = one(`#${CSS.escape(part.id)}`, await parsed(answer));
  if (!fresh || fresh.innerHTML === part.dataset.seen) return;
  await undisturbed(part);
  const focus = document.activeElement?.id;
  part.replaceWith(fresh);
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  drawn(fresh);
}

/** Wait while the reader's hand is in the part: nothing moves under the pointer, nothing typed is lost. */
function undisturbed(part) {
  const busy = () => part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select, summary");
  return new Promise((done) => {
    const look = () => (busy() || part.querySelector("details.menu[open]") ? setTimeout(look, 800) : done());
    look();
  });
}

async function news(part) {
  const answer = await ask(part.dataset.news);
  if (!answer.ok) return;
  const { count, words } = await answer.json();
  const link = one("[data-news-link]", part);
  part.hidden = !count;
  if (link) one("span", link).textContent = words;
}

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", listen);
listen();
