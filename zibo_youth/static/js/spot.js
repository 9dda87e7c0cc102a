/*
 * The position of the telephone, asked for when its button is pressed, put into the hidden field of the form.
 * The page works without this file: the sketch is buttons of the form, and the place can be told in words.
 */
(() => {
  "use strict";

  const part = document.querySelector("[data-spot]");
  if (!part || !navigator.geolocation) return;
  const button = part.querySelector("[data-spot-phone]");
  const clear = part.querySelector("[data-spot-clear]");
  const says = part.querySelector("[data-spot-says]");
  const field = part.closest("form").querySelector("[name=spot]");

  const found = ({ coords }) => {
    const off = Math.ceil(coords.accuracy);
    field.value = `geo:${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)};u=${off};way=phone`;
    says.textContent = part.dataset.found.replace("{}", off);
    button.disabled = false;
    clear.hidden = false;
  };

  const denied = () => {
    says.textContent = part.dataset.denied;
    button.disabled = false;
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(found, denied, { enableHighAccuracy: true, timeout: 15000 });
  });
})();
