// A button that copies what stands in a field. Without it the text is marked and copied by hand.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = document.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "Adresserna är kopierade.";
    } catch {
      field.focus();
      field.select();
      told.textContent = "Adresserna är markerade. Kopiera dem med Ctrl och C.";
    }
  });
}
