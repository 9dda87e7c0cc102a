/*
 * The door without a network: codes and times stay on this device until they go out as a file.
 * Masked names are in the page, none is kept; the page works without this file by an upload.
 */
(() => {
  "use strict";

  const part = document.querySelector("[data-offline]");
  const upload = document.querySelector("form[data-offline-upload] input[type=file]");
  if (!part || !upload || !window.localStorage) return;
  const place = `door:${part.dataset.offline}`;
  const passes = JSON.parse(document.getElementById("passes").textContent);
  const field = part.querySelector("#queue-code");
  const told = part.querySelector("[data-offline-told]");
  const count = part.querySelector("[data-offline-count]");
  const rows = () => JSON.parse(window.localStorage.getItem(place) || "[]");

  const show = () => {
    count.textContent = String(rows().length);
  };

  const keep = (kind) => {
    const code = field.value.trim().replace(/\/+$/, "").split("/").pop().toUpperCase();
    if (!(code in passes)) {
      told.textContent = `${code} ${told.dataset.unknown}`;
      return;
    }
    const key = Array.from(window.crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16)).join("");
    const kept = [...rows(), { code, kind, at: new Date().toISOString(), key }];
    window.localStorage.setItem(place, JSON.stringify(kept));
    told.textContent = `${passes[code]} ${told.dataset.kept}`;
    field.value = "";
    field.focus();
    show();
  };

  part.hidden = false;
  show();
  part.querySelectorAll("[data-offline-kind]").forEach((button) => {
    button.addEventListener("click", () => keep(button.dataset.offlineKind));
  });
  part.querySelector("[data-offline-clear]").addEventListener("click", () => {
    window.localStorage.removeItem(place);
    show();
  });
  part.querySelector("[data-offline-attach]").addEventListener("click", () => {
    const file = new File([JSON.stringify(rows())], "offline.json", { type: "application/json" });
    const parcel = new DataTransfer();
    parcel.items.add(file);
    upload.files = parcel.files;
    upload.closest("form").scrollIntoView();
  });
})();
