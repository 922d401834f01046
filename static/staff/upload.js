/* What is missing is said before a picture is sent: a browser gives no chosen file back. Without this
   the file has to be chosen again. */
"use strict";

/* Django loads this in the head, before there is a page. */
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("input[type=file][name=file]")?.form;
  if (!form) return;
  const { alt, decorative } = form.elements;
  const ask = () => {
    if (alt) alt.required = !decorative?.checked;
  };
  form.noValidate = false;
  decorative?.addEventListener("change", ask);
  ask();
});
