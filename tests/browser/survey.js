/* What one page shows, read off in one go. Used by survey.py. */
() => {
  const CJK = /[\u2e80-\u303e\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]/;
  const texts = new Set();
  const glyphs = {};

  const isShown = (element) => element.checkVisibility({ checkOpacity: false });
  const isChineseByItself = (element) => {
    const marked = element.closest("[lang]");
    return marked && marked !== document.documentElement && marked.lang.startsWith("zh");
  };
  const foreign = (element, text) => {
    if (CJK.test(text) && !isChineseByItself(element)) texts.add(text.replace(/\s+/g, " ").trim());
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (["SCRIPT", "STYLE", "TEMPLATE"].includes(element.tagName)) continue;
    foreign(element, walker.currentNode.data);
    if (!isShown(element)) continue;
    const family = getComputedStyle(element).fontFamily;
    glyphs[family] ??= new Set();
    for (const character of walker.currentNode.data) if (character > "\u00ff") glyphs[family].add(character);
  }
  foreign(document.body, document.title);
  for (const element of document.querySelectorAll("[alt], [title], [aria-label], [placeholder], input[value]")) {
    for (const name of ["alt", "title", "aria-label", "placeholder"]) {
      if (element.hasAttribute(name)) foreign(element, element.getAttribute(name));
    }
    if (["submit", "button"].includes(element.type)) foreign(element, element.value);
  }

  return {
    language: document.documentElement.lang,
    title: document.title,
    width: document.documentElement.clientWidth,
    widest: document.documentElement.scrollWidth,
    sticking_out: [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .filter((element) => !element.closest(".table-region, [tabindex='0']") && isShown(element))
      .slice(0, 3)
      .map((element) => element.outerHTML.slice(0, 160)),
    foreign: [...texts],
    glyphs: Object.fromEntries(Object.entries(glyphs).map(([family, found]) => [family, [...found].join("")])),
    links: [...document.querySelectorAll("a[href]")].map((link) => new URL(link.getAttribute("href"), document.baseURI).href),
  };
};
