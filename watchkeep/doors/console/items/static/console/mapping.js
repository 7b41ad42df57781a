// A map: arrows lead to the nearest box that way, and what matters is in sight. Without scripts, Tab and scrolling do.
const map = document.getElementById("map");
const middle = (box) => {
  const at = box.getBoundingClientRect();
  return [at.x + at.width / 2, at.y + at.height / 2];
};
const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function beside(from, [x, y]) {
  const [left, top] = middle(from);
  const far = (box) => {
    const [dx, dy] = [middle(box)[0] - left, middle(box)[1] - top];
    const ahead = dx * x + dy * y;
    return ahead < 4 ? Infinity : ahead + 3 * Math.abs(dx * y + dy * x);
  };
  const [first] = [...map.querySelectorAll("svg a")].sort((one, two) => far(one) - far(two));
  return first && far(first) < Infinity ? first : null;
}

if (map) {
  const meant = map.querySelector(".is-found") || map.querySelector(".is-here");
  if (meant) map.scrollLeft = meant.x.baseVal.value + meant.width.baseVal.value / 2 - map.clientWidth / 2;
  map.addEventListener("keydown", (event) => {
    const here = document.activeElement.closest("svg a");
    if (!here || !(event.key in ways)) return;
    const next = beside(here, ways[event.key]);
    event.preventDefault();
    if (next) next.focus();
  });
}
