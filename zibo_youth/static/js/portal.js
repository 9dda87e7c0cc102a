/* Small comforts on top of pages that work without them. No text lives here: words come from the page. */
(() => {
  "use strict";

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  /*
   * A second click on the way out is stopped; coming back by the back button opens the form again.
   * data-again on a form whose answer is a file: the page stays, and may be asked again.
   */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.querySelectorAll("button:not([type=button])").forEach((button) => {
      button.setAttribute("aria-disabled", "true");
    });
  });

  const reopen = () =>
    each("form[data-sent]", (form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  window.addEventListener("pageshow", reopen);

  const comforts = () => {
    each("[data-error-summary]", (summary) => summary.focus());

    each("[data-print]", (button) => {
      button.hidden = false;
      button.onclick = () => window.print();
    });

    each("[data-copy]", (button) => {
      if (!navigator.clipboard) return;
      button.hidden = false;
      button.onclick = async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
        button.textContent = button.dataset.copied;
      };
    });

    /* data-wait="60" data-wait-text="{seconds} 秒后可重新获取" on the button that sends a code again. */
    each("button[data-wait]", (button) => {
      const words = button.textContent;
      let seconds = Number(button.dataset.wait);
      delete button.dataset.wait;
      if (!(seconds > 0)) return;
      button.disabled = true;
      const tick = () => {
        button.textContent = seconds > 0 ? button.dataset.waitText.replace("{seconds}", seconds) : words;
        button.disabled = seconds > 0;
        seconds -= 1;
        if (seconds >= 0) window.setTimeout(tick, 1000);
      };
      tick();
    });

    /* data-left="1733" data-left-text="还剩 {left}" data-over="…": counts down beside words that tell the end anyway. */
    each("[data-left]", (place) => {
      const end = performance.now() + Number(place.dataset.left) * 1000;
      delete place.dataset.left;
      place.hidden = false;
      const tick = () => {
        const left = Math.max(0, Math.round((end - performance.now()) / 1000));
        const spelled = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
        place.textContent = left ? place.dataset.leftText.replace("{left}", spelled) : place.dataset.over;
        if (left) window.setTimeout(tick, 1000);
      };
      tick();
    });
  };

  /* data-look-again="3" on a part with an id: fetched anew every so many seconds, until it asks no more. */
  const lookAgain = () =>
    each("[data-look-again]", (part) => {
      window.setTimeout(async () => {
        let next = part;
        try {
          const answer = await fetch(window.location.href);
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          if (answer.ok) next = page.getElementById(part.id);
        } catch {
          /* The network comes back, or does not: the next look tells. */
        }
        if (!next) {
          window.location.reload();
          return;
        }
        if (next !== part) part.replaceWith(document.adoptNode(next));
        lookAgain();
      }, Number(part.dataset.lookAgain) * 1000);
    });
  lookAgain();

  /* The chosen file: its name and size below the field, and a picture when it is one. */
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    input.parentElement.querySelectorAll(".file-preview").forEach((old) => old.remove());
    for (const file of input.files) {
      const line = document.createElement("p");
      line.className = "file-preview";
      if (/^image\/(jpeg|png)$/.test(file.type)) {
        const picture = document.createElement("img");
        picture.alt = "";
        const reader = new FileReader();
        reader.onload = () => {
          picture.src = reader.result;
        };
        reader.readAsDataURL(file);
        line.append(picture);
      }
      line.append(`${file.name} (${(file.size / 1048576).toFixed(1)} MB)`);
      input.after(line);
    }
  });

  /* An open menu closes on Escape and on a click elsewhere. */
  const closeMenus = (except) =>
    each("details[data-menu][open]", (menu) => {
      if (menu !== except) menu.open = false;
    });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    each("details[data-menu][open] > summary", (summary) => summary.focus());
    closeMenus(null);
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

  document.addEventListener("htmx:afterSettle", comforts);
  document.addEventListener("htmx:afterRequest", reopen);
  comforts();
})();
