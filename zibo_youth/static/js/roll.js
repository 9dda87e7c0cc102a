/*
 * A roll without a net: what is typed stays on this telephone, and goes out when the net is back.
 * Only times and numbers are kept, no names; the page works without this file.
 */
(() => {
  "use strict";

  const place = (id) => `roll:${id}`;

  const sent = document.querySelector("[data-roll-sent]");
  if (sent) window.localStorage.removeItem(place(sent.dataset.rollSent));

  const form = document.querySelector("form[data-roll]");
  if (!form) return;
  const kept = place(form.dataset.roll);
  const note = document.querySelector("[data-roll-note]");
  const fields = () =>
    [...form.elements].filter((field) => /^(in|out|absent|id_(in|out|absent))_\d+$|^reason$/.test(field.name));

  const keep = () => {
    const values = fields().map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
    window.localStorage.setItem(kept, JSON.stringify(Object.fromEntries(values)));
  };

  const bringBack = () => {
    const values = JSON.parse(window.localStorage.getItem(kept) || "{}");
    fields().forEach((field) => {
      if (!(field.name in values)) return;
      if (field.type === "checkbox") field.checked = values[field.name];
      else field.value = values[field.name];
    });
  };

  let waits = false;
  bringBack();
  form.addEventListener("input", keep);

  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    waits = true;
    note.textContent = note.dataset.rollNote;
    note.hidden = false;
  });

  window.addEventListener("online", () => {
    if (waits) form.requestSubmit();
  });
})();
