// Keycloak replaces the address of a posted page by one without the invitation, which a reload needs.
const form = document.querySelector("form[action*='token=']");
const token = form && new URL(form.action, location.href).searchParams.get("token");
const address = new URL(location.href);
if (token && !address.searchParams.has("token")) {
  address.searchParams.set("token", token);
  history.replaceState(history.state, "", address);
}
