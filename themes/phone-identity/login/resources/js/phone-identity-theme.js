// Keycloak's own pages label the attempted username with a field that they do not have.
document.addEventListener("DOMContentLoaded", () => {
  const label = document.querySelector("label[for=username]");
  if (label && !document.getElementById("username") && document.getElementById("kc-attempted-username")) {
    label.htmlFor = "kc-attempted-username";
  }
});
