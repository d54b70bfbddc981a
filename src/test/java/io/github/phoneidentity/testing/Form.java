package io.github.phoneidentity.testing;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** A form with what stands in its fields; typing changes this object and not the page. */
public final class Form {

  private final Browser browser;
  private final Element element;
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  Form(Browser browser, Element element) {
    this.browser = browser;
    this.element = element;
    for (Element field : element.select("input[name], select[name], textarea[name]")) {
      current(field).ifPresent(value -> values.put(field.attr("name"), List.of(value)));
    }
  }

  /** Where it is posted to. */
  public URI action() {
    return URI.create(element.absUrl("action"));
  }

  /** What stands in a field; empty if there is no such field. */
  public String value(String name) {
    return values.getOrDefault(name, List.of("")).get(0);
  }

  /** The element of a field, to look at its attributes; null if there is none. */
  public Element field(String name) {
    return element.selectFirst("[name=" + name + "]");
  }

  /** Types into a field. A field that the form does not have is sent too, as an attacker would. */
  public Form type(String name, String value) {
    values.put(name, List.of(value));
    return this;
  }

  /** Types everything that a form of a sign-up asks for. */
  public Form fill(TestUser user) {
    return type("username", user.username())
        .type("email", user.email())
        .type("nickname", user.nickname())
        .type("firstName", user.firstName())
        .type("lastName", user.lastName())
        .type("password", user.password())
        .type("password-confirm", user.password());
  }

  /** Leaves a field out. */
  public Form without(String name) {
    values.remove(name);
    return this;
  }

  /** The form of this page, with what stands in this one. */
  Form on(Page page) {
    Form other = page.form();
    other.values.putAll(values);
    return other;
  }

  /** What will be sent. */
  public Map<String, List<String>> values() {
    return Map.copyOf(values);
  }

  /** Presses the first button, or return; no button if there is a value without a field. */
  public Page submit() {
    Element button = element.selectFirst("button[type=submit], input[type=submit]");
    boolean forged = values.keySet().stream().anyMatch(name -> field(name) == null);
    return forged || button == null || button.attr("name").isEmpty()
        ? browser.post(action(), values)
        : press(button);
  }

  /** Presses the button that has this text. */
  public Page submitBy(String text) {
    Element button = element.selectFirst("button:contains(" + text + ")");
    if (button == null) {
      throw new AssertionError("No button " + text + " in " + element);
    }
    return press(button);
  }

  /** Presses the button or link-like button with this name. */
  public Page submit(String buttonName) {
    Element button = element.selectFirst("[name=" + buttonName + "]");
    if (button == null) {
      throw new AssertionError("No button " + buttonName + " in " + element);
    }
    return press(button);
  }

  private Page press(Element button) {
    Map<String, List<String>> sent = new LinkedHashMap<>(values);
    sent.put(button.attr("name"), List.of(button.attr("value")));
    return browser.post(action(), sent);
  }

  private static Optional<String> current(Element field) {
    if (field.hasAttr("disabled")) {
      return Optional.empty();
    }
    if (field.normalName().equals("select")) {
      Element chosen = field.selectFirst("option[selected]");
      Element first = chosen == null ? field.selectFirst("option") : chosen;
      return Optional.ofNullable(first).map(Element::val);
    }
    return switch (field.attr("type")) {
      case "submit", "button", "image", "reset" -> Optional.empty();
      case "checkbox", "radio" ->
          field.hasAttr("checked")
              ? Optional.of(field.hasAttr("value") ? field.val() : "on")
              : Optional.empty();
      default -> Optional.of(field.val());
    };
  }
}
