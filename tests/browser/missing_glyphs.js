/*
 * Characters that are drawn as the box for "no font has this": each is painted on a
 * canvas and compared with a character that can have no glyph (U+10FFFF is not one).
 */
([family, characters]) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const picture = (character) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = `24px ${family}`;
    pen.textBaseline = "top";
    pen.fillText(character, 4, 4);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const box = picture("\u{10ffff}");
  const nothing = picture(" ");
  return [...characters].filter((character) => {
    const drawn = picture(character);
    return drawn === box || (drawn === nothing && character.trim() !== "");
  });
};
