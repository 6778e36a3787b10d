/* The print button of paper pages. */
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
