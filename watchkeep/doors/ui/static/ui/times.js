// Times stay true while a page is open. The server wrote them first; these are the same words.
import { all, eachPart } from "./page.js";

const [DAY, HOUR, MINUTE, SECOND] = (document.body.dataset.units || "d h min s").split(" ");
const OVER = document.body.dataset.over || "{time} over";
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto", style: "short" });

export function duration(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  if (whole < 60) return `${whole} ${SECOND}`;
  if (whole < 3600) return `${Math.floor(whole / 60)} ${MINUTE}`;
  const [large, small, n, rest] = whole < 86400
    ? [HOUR, MINUTE, Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
    : [DAY, HOUR, Math.floor(whole / 86400), Math.floor((whole % 86400) / 3600)];
  return rest ? `${n} ${large} ${rest} ${small}` : `${n} ${large}`;
}

function ago(seconds) {
  const size = Math.abs(seconds);
  if (size < 45) return null;
  if (size < 3570) return relative.format(-Math.round(seconds / 60), "minute");
  if (size < 86400) return relative.format(-Math.round(seconds / 3600), "hour");
  return size < 30 * 86400 ? relative.format(-Math.round(seconds / 86400), "day") : null;
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
