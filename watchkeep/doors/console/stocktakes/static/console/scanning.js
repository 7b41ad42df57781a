// Counting without leaving the page: what is typed, scanned by hand or seen by the camera is sent, and the answer drawn.
// Browsers that read no codes themselves send what the camera sees, a small picture at a time, and are told the code.
const form = document.querySelector("form[data-scan]");
const place = () => document.getElementById("counted");
const KINDS = ["qr_code", "code_128"], SIDE = 960;

async function send() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const wrong = page.querySelector("form[data-scan] .field-errors, form[data-scan] .errorlist");
  if (!answer.ok || wrong) return form.submit();
  place().replaceWith(page.getElementById("counted"));
  form.elements.code.value = form.elements.note.value = form.elements.picture.value = "";
  form.elements.code.focus();
}

let busy = false;
async function count(event) {
  event?.preventDefault();
  if (busy || !(form.elements.code.value.trim() || form.elements.picture.files.length)) return;
  busy = true;
  try { await send(); } catch { form.submit(); } finally { busy = false; }
}

const canvas = document.createElement("canvas");
const asking = {
  async detect(video) {
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    if (!canvas.width || document.hidden) return [];
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("picture", picture, "seen.jpg");
    const answer = await fetch(form.dataset.scan, { method: "POST", body });
    if (!answer.ok) return [];
    const { code } = await answer.json();
    return code ? [{ rawValue: code }] : [];
  },
};

async function detector() {
  if (!("BarcodeDetector" in window)) return asking;
  const known = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return KINDS.every((kind) => known.includes(kind)) ? new BarcodeDetector() : asking;
}

async function look(video, reader) {
  let last = "", at = 0;
  while (!video.hidden) {
    const [code] = await reader.detect(video).catch(() => []);
    if (!video.hidden && code && (code.rawValue !== last || Date.now() - at > 4000)) {
      last = code.rawValue; at = Date.now();
      form.elements.code.value = last;
      navigator.vibrate?.(60);
      await count();
    }
    await new Promise((next) => setTimeout(next, reader === asking ? 300 : 200));
  }
}

function close(button, video) {
  video.srcObject.getTracks().forEach((track) => track.stop());
  video.hidden = true;
  button.setAttribute("aria-pressed", "false");
}

async function open(button, video) {
  if (!video.hidden) return close(button, video);
  const wanted = { facingMode: "environment", width: { ideal: 1280 } };
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted });
  video.hidden = false;
  button.setAttribute("aria-pressed", "true");
  await video.play();
  look(video, await detector());
}

if (form) {
  form.addEventListener("submit", count);
  form.elements.picture.addEventListener("change", () => count());
  const camera = form.querySelector("[data-camera]"), button = camera.querySelector("[data-camera-on]");
  const refused = form.querySelector("[data-camera-refused]"), video = camera.querySelector("video");
  if (navigator.mediaDevices?.getUserMedia) {
    camera.hidden = false;
    button.addEventListener("click", () => open(button, video).catch(() => { camera.hidden = true; refused.hidden = false; }));
  }
}
