// Where tabs or filters do not all fit beside one another, the one that is open is in sight.
import { all } from "./page.js";

for (const open of all(".tabs [aria-current], .filters [aria-current]")) {
  const row = open.parentElement, [inner, outer] = [open, row].map((part) => part.getBoundingClientRect());
  if (row.scrollWidth > row.clientWidth) row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}
