/* Names for what Django's admin leaves without: search boxes (by select2) and the cells of inline tables. */
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

  // A field in a table is called by its column's heading.
  const nameCells = () =>
    document.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)").forEach((field) => {
      if (!field.labels.length && !field.hasAttribute("aria-label")) field.setAttribute("aria-label", wordsOf(field).trim());
    });

  const nameAll = () => {
    nameCells();
    nameBoxes();
  };

  // After Django's own start, which built the boxes: jQuery keeps the order in which it was asked.
  if (window.django && window.django.jQuery) window.django.jQuery(nameAll);
  document.addEventListener("formset:added", () => window.setTimeout(nameAll));
})();
