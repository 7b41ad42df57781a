// Counting without leaving the page: what is typed, scanned by hand or seen by the camera is sent, and the answer drawn.
const form = document.querySelector("form[data-scan]");
const place = () => document.getElementById("counted");

async function send() {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const wrong = page.querySelector("form[data-scan] .field-errors, form[data-scan] .errorlist");
  if (!answer.ok || wrong) return form.submit();
  place().replaceWith(page.getElementById("counted"));
  form.elements.code.value = form.elements.note.value = "";
  form.elements.code.focus();
}

let busy = false;
async function count(event) {
  event?.preventDefault();
  if (busy || !form.elements.code.value.trim()) return;
  busy = true;
  try { await send(); } catch { form.submit(); } finally { busy = false; }
}

async function look(video, detector) {
  let last = "", at = 0;
  while (!video.hidden) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code && (code.rawValue !== last || Date.now() - at > 4000)) {
      last = code.rawValue; at = Date.now();
      form.elements.code.value = last;
      navigator.vibrate?.(60);
      await count();
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

async function open(button, video) {
  if (!video.hidden) {
    video.srcObject.getTracks().forEach((track) => track.stop());
    video.hidden = true;
    return;
  }
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.hidden = false;
  await video.play();
  look(video, new BarcodeDetector());
}

if (form) {
  form.addEventListener("submit", count);
  const camera = form.querySelector("[data-camera]"), button = camera.querySelector("[data-camera-on]");
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    camera.hidden = false;
    button.addEventListener("click", () => open(button, camera.querySelector("video")).catch(() => { camera.hidden = true; }));
  }
}
