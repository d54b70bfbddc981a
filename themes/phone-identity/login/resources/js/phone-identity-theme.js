// What Keycloak's own pages lack: a label for the attempted username, which names a field that they do not have, and a
// title that names the step and its error, which the pages of this project have from their template.
document.addEventListener("DOMContentLoaded", () => {
  const label = document.querySelector("label[for=username]");
  if (label && !document.getElementById("username") && document.getElementById("kc-attempted-username")) {
    label.htmlFor = "kc-attempted-username";
  }

  const heading = document.getElementById("kc-page-title")?.textContent.trim();
  if (heading && !document.title.includes(`${heading} - `)) {
    const error = document.querySelector(".pf-v5-c-alert.pf-m-danger, [id^=input-error-]:not([id^=input-error-container-])");
    document.title = [error?.textContent.trim(), heading, document.getElementById("kc-header-wrapper")?.textContent.trim()]
      .filter(Boolean)
      .join(" - ");
  }
});
