// Times stay true while a page is open. The server wrote them first; these are the same words.
import { all, eachPart } from "./page.js";

const [DAY, HOUR, MINUTE, SECOND] = (document.body.dataset.units || "d h min s").split(" ");
const OVER = document.body.dataset.over || "{time} over";
const AGO = document.body.dataset.ago || "{time} ago";
const days = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });

export function duration(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  if (whole < 60) return `${whole} ${SECOND}`;
  if (whole < 3600) return `${Math.floor(whole / 60)} ${MINUTE}`;
  const [large, small, n, rest] = whole < 86400
    ? [HOUR, MINUTE, Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
    : [DAY, HOUR, Math.floor(whole / 86400), Math.floor((whole % 86400) / 3600)];
  return rest ? `${n} ${large} ${rest} ${small}` : `${n} ${large}`;
}

// What is still to come keeps the server's words.
function ago(seconds) {
  if (seconds < 45) return null;
  if (seconds < 3570) return AGO.replace("{time}", `${Math.round(seconds / 60)} ${MINUTE}`);
  if (seconds < 86400) return AGO.replace("{time}", `${Math.round(seconds / 3600)} ${HOUR}`);
  return seconds < 30 * 86400 ? days.format(-Math.round(seconds / 86400), "day") : null;
}

function say(time) {
  const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
  if (time.hasAttribute("data-elapsed")) return duration(Math.max(seconds, 0));
  if (time.hasAttribute("data-due")) return seconds <= 0 ? duration(seconds) : OVER.replace("{time}", duration(seconds));
  return ago(seconds);
}

function refresh(root) {
  for (const time of all("time[data-ago], time[data-elapsed], time[data-due]", root)) {
    const words = say(time);
    if (words !== null && words !== time.textContent) time.textContent = words;
  }
}

eachPart(refresh);
setInterval(() => { if (!document.hidden) refresh(document); }, 15000);
document.addEventListener("visibilitychange", () => refresh(document));
