/*
 * Sets apart what axe has judged before: of a part whose shape and place are known, the words alone are new.
 * Marks every part data-judged "before" or "now", and gives the shapes that are new on this page; with a new
 * outline, all of the page is to be judged. Used by survey.py.
 */
(known) => {
  const PARTS = "body, header, nav, main, aside, footer, section, form, fieldset, table, tr, li, option, .form-row";
  const TOLD = ["class", "role", "type", "scope", "rel", "lang", "tabindex"];
  const judged = new Set(known);
  const fresh = [];

  const digest = (text) => {
    let [high, low] = [0xdeadbeef, 0x41c6ce57];
    for (let place = 0; place < text.length; place++) {
      high = Math.imul(high ^ text.charCodeAt(place), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(place), 1597334677);
    }
    return (high >>> 0).toString(36) + (low >>> 0).toString(36);
  };
  // The admin names its fields, columns and models in classes; no style sheet asks for them.
  const told = (name, value) =>
    name === "class" ? value.split(/\s+/).filter((word) => !/^(app|model|field|column)-/.test(word)).sort() : value;
  const itself = (element) => {
    const names = element.getAttributeNames().map((name) =>
      TOLD.includes(name) ? `${name}=${told(name, element.getAttribute(name))}` : element.getAttribute(name) ? name : `${name}=`);
    const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    return `${element.tagName}[${names.sort()}]${words ? "words" : ""}`;
  };
  // A part inside a part is judged by itself: here it counts as one element.
  const shape = (element) => {
    const children = [...element.children].map((child) => (child.matches(PARTS) ? itself(child) : shape(child)));
    return `${itself(element)}(${children.filter((child, place) => child !== children[place - 1])})`;
  };
  const judge = (element, place) => {
    const here = `${place}>${itself(element)}`;
    if (element.matches(PARTS)) {
      const key = digest(`${place} ${shape(element)}`);
      element.setAttribute("data-judged", judged.has(key) ? "before" : "now");
      if (!judged.has(key)) fresh.push(key);
      judged.add(key);
    }
    for (const child of element.children) judge(child, here);
  };
  // What axe asks of a page as a whole: its headings in their order, and its landmarks.
  const outline = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, header, nav, main, aside, footer, [role]")]
    .map((element) => element.tagName + (element.getAttribute("role") ?? ""));
  const whole = digest(String(outline.filter((name, place) => name !== outline[place - 1])));

  judge(document.body, String(document.documentElement.clientWidth));
  if (!judged.has(whole)) {
    document.querySelectorAll("[data-judged]").forEach((part) => part.removeAttribute("data-judged"));
    fresh.push(whole);
  }
  return fresh;
};
