// Small things that several modules need.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Run now, and again for every part of the page that is drawn later. */
export function eachPart(draw) {
  draw(document);
  document.addEventListener("part-drawn", (event) => draw(event.target));
}

export const drawn = (part) => part.dispatchEvent(new CustomEvent("part-drawn", { bubbles: true }));

/** What a person typed their way into: single keys must leave it alone. */
export function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

export function token() {
  return one("[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Ask for a page as a script does: an answer that leads elsewhere comes back as X-Go (ui/middleware.py). */
export function ask(url, options = {}) {
  return fetch(url, { ...options, headers: { "X-Script": "1", ...options.headers }, credentials: "same-origin" });
}

export async function parsed(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Keep a thing in this browser; a full or forbidden store is no reason to fail. */
export const shelf = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* kept nowhere, still usable */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* the same */ } },
  keys() { try { return Object.keys(localStorage); } catch { return []; } },
};
