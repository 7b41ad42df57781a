// On a ticket: who else is here is said every few seconds, and what one writes is kept on the server while one writes it.
import { ask, drawn, one, parsed, token } from "../ui/page.js";

const BEAT = 20_000;
const STILL = 800;
let typed = 0;
let waiting = null;
let sending = false;

const place = () => one("[data-here]");
const body = (values) => new URLSearchParams({ csrfmiddlewaretoken: token(), ...values });

async function say(doing) {
  const part = place();
  if (!part || document.hidden) return;
  const answer = await ask(part.dataset.here, { method: "POST", body: body({ doing }) }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = (await parsed(answer)).getElementById("here");
  if (!fresh || !part.isConnected || fresh.isEqualNode(part)) return;
  part.replaceWith(document.adoptNode(fresh));
  drawn(fresh);
}

function leave() {
  const part = place();
  if (part) navigator.sendBeacon(part.dataset.here, body({ doing: "gone" }));
}

async function keep(field) {
  waiting = null;
  if (sending || !field.isConnected) return;
  const way = one("[name=way]:checked", field.form)?.value ?? "note";
  const answer = await ask(field.dataset.keep, { method: "POST", body: body({ body: field.value, way }) }).catch(() => null);
  const words = one("[data-kept]", field.form);
  if (words) words.textContent = answer?.ok ? words.dataset.kept : words.dataset.lost;
}

document.addEventListener("input", (event) => {
  const field = event.target.closest("form")?.querySelector("[data-keep]");
  if (!field) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => keep(field), STILL);
  if (event.target === field && Date.now() - typed > 4000) { typed = Date.now(); say("typing"); }
});
document.addEventListener("submit", (event) => {
  if (!one("[data-keep]", event.target)) return;
  sending = true;
  clearTimeout(waiting);
});

setInterval(() => say("looking"), BEAT);
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : say("looking")));
addEventListener("pagehide", leave);
say("looking");
