// What somebody is writing survives a crash of anything: it is kept in this browser until the server says it was sent.
import { all, eachPart, shelf } from "./page.js";

const PREFIX = "draft:";
const TOO_OLD = 30 * 86400 * 1000;

for (const toast of all("[data-clears]")) {
  if (toast.dataset.clears) shelf.drop(PREFIX + toast.dataset.clears);
}

function read(name) {
  try { return JSON.parse(shelf.get(PREFIX + name)); } catch { return null; }
}

eachPart((root) => {
  for (const field of all("[data-draft]", root)) {
    const kept = read(field.dataset.draft);
    if (kept?.text && !field.value) field.value = kept.text;
  }
});

document.addEventListener("input", (event) => {
  const name = event.target.dataset?.draft;
  if (!name) return;
  if (event.target.value) shelf.set(PREFIX + name, JSON.stringify({ text: event.target.value, at: Date.now() }));
  else shelf.drop(PREFIX + name);
});

for (const key of shelf.keys().filter((key) => key.startsWith(PREFIX))) {
  if (Date.now() - (read(key.slice(PREFIX.length))?.at ?? 0) > TOO_OLD) shelf.drop(key);
}
