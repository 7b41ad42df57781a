// A menu is a details element. It closes when one looks elsewhere, and arrows walk through it.
import { all, one } from "./page.js";

const MENUS = "details.menu, details.filter";
const ITEMS = "a[href], button:not([disabled]), input, select";

function close(menu, { back = false } = {}) {
  menu.open = false;
  if (back) one("summary", menu).focus();
}

document.addEventListener("click", (event) => {
  for (const menu of all(MENUS).filter((menu) => menu.open && !menu.contains(event.target))) close(menu);
});

document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(MENUS) || !event.target.open) return;
  for (const menu of all(MENUS)) if (menu.open && !menu.contains(event.target) && menu !== event.target) close(menu);
  one("[data-first], input[type=search]", event.target)?.focus();
}, true);

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest(MENUS);
  if (menu?.open && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(MENUS);
  if (!menu?.open) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close(menu, { back: true });
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const items = all(ITEMS, menu).filter((item) => item.offsetParent);
    const at = items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (!event.target.matches("select, input[type=radio], input[type=number]")) {
      event.preventDefault();
      items.at(at % items.length)?.focus();
    }
  }
});

// narrowing a long menu by typing
document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-narrow]");
  if (!field) return;
  const words = field.value.trim().toLowerCase();
  for (const item of all("[data-word]", field.closest(MENUS))) item.hidden = !item.textContent.toLowerCase().includes(words);
});

// a select that submits its form by itself
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});
