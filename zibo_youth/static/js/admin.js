/* Names for the search boxes that Django's admin builds (select2 gives them none): the words of the field's label. */
(() => {
  "use strict";

  const wordsOf = (select) => {
    const label = select.labels[0];
    if (label) return label.textContent;
    const cell = select.closest("td");
    const heading = cell && cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    return heading ? heading.textContent : select.name;
  };

  const nameBoxes = () =>
    document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
      const words = wordsOf(select).trim().replace(/[:：]$/, "");
      const box = select.nextElementSibling;
      if (!box) return;
      box.querySelectorAll("[role=combobox], [role=textbox]").forEach((part) => {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", words);
      });
    });

  // After Django's own start, which built the boxes: jQuery keeps the order in which it was asked.
  if (window.django && window.django.jQuery) window.django.jQuery(nameBoxes);
  document.addEventListener("formset:added", () => window.setTimeout(nameBoxes));
})();
