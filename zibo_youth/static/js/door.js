/*
 * The camera of the door: where the browser reads codes itself, a found code is put into the field.
 * The page works without this file: the telephone's own camera opens the link, or the code is typed.
 */
(() => {
  "use strict";

  const form = document.querySelector("form[data-door]");
  if (!form || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const button = form.querySelector("[data-door-camera]");
  const video = form.querySelector("[data-door-video]");
  const field = form.querySelector("[name=code]");
  let stream = null;

  const stop = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
  };

  const look = async (detector) => {
    if (!stream) return;
    const [found] = await detector.detect(video).catch(() => []);
    if (!found) {
      window.requestAnimationFrame(() => look(detector));
      return;
    }
    field.value = found.rawValue.replace(/\/+$/, "").split("/").pop();
    stop();
    field.focus();
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stream) {
      stop();
      return;
    }
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
    if (!stream) return;
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    look(new window.BarcodeDetector({ formats: ["qr_code"] }));
  });
})();
