/* Forms of repairs: a phone follows the resident chosen, and material rows are added.
   Both forms work without it. */
"use strict";
(() => {
const who = document.querySelector("select[name=who]"), phone = document.querySelector("input[name=phone]");
if (who && phone) {
  let filled = phone.value;
  who.addEventListener("change", () => {
    const known = who.selectedOptions[0]?.dataset.phone || "";
    if (phone.value === filled || phone.value === "") { phone.value = filled = known; }
  });
}
document.querySelectorAll("[data-rows-of]").forEach((box) => {
  const total = box.querySelector("[name$=-TOTAL_FORMS]"), body = box.querySelector("tbody");
  const most = Number(box.querySelector("[name$=-MAX_NUM_FORMS]")?.value || 30);
  const add = box.querySelector("[data-add-row]"), blank = box.querySelector("template");
  if (!add || !blank || !total) return;
  add.hidden = false;
  /* one empty row is enough to begin with; the others wait for the button */
  const filled = (row) => [...row.querySelectorAll("input")].some((el) => el.value !== el.defaultValue || el.value) || row.querySelector(".invalid-feedback");
  const rows = [...body.rows];
  rows.slice(rows.findLastIndex(filled) + 2).forEach((row) => { row.hidden = true; });
  add.addEventListener("click", () => {
    const next = [...body.rows].find((row) => row.hidden);
    if (next) { next.hidden = false; next.querySelector("input")?.focus(); return; }
    const n = Number(total.value);
    const holder = document.createElement("tbody");
    holder.append(blank.content.cloneNode(true));
    holder.querySelectorAll("[name],[id],[for]").forEach((el) => {
      ["name", "id", "for"].forEach((a) => { if (el.hasAttribute(a)) el.setAttribute(a, el.getAttribute(a).replace("__prefix__", n)); });
    });
    const row = holder.firstElementChild;
    body.append(row);
    total.value = n + 1;
    row.querySelector("input")?.focus();
    add.hidden = n + 1 >= most;
  });
});
})();
