package io.github.phoneidentity.benchmark;

/** The rows of the table in {@code docs/benchmarks.md}, in its order. */
public enum Row {
  SAME_TWICE("the same login twice", "itself: the noise of a run", "ms", Target.NONE),

  GRANT_PHONE_WARM(
      "password grant by phone, user cached", Names.GRANT, "ms", Target.atMost(1.01), Why.NOISE),
  GRANT_PHONE_COLD(
      "password grant by phone, user not cached",
      Names.GRANT,
      "ms",
      Target.atMost(1.01),
      Why.LOOKUP),
  GRANT_NICKNAME_WARM(
      "password grant by nickname, user cached", Names.GRANT, "ms", Target.atMost(1.01), Why.NOISE),
  GRANT_NICKNAME_COLD(
      "password grant by nickname, user not cached",
      Names.GRANT,
      "ms",
      Target.atMost(1.01),
      Why.LOOKUP),
  BROWSER_PHONE_WARM(
      "login page by phone, user cached", Names.BROWSER, "ms", Target.atMost(1.01), Why.NOISE),
  BROWSER_PHONE_COLD(
      "login page by phone, user not cached", Names.BROWSER, "ms", Target.atMost(1.01), Why.LOOKUP),
  BROWSER_NICKNAME_WARM(
      "login page by nickname, user cached", Names.BROWSER, "ms", Target.atMost(1.01), Why.NOISE),
  BROWSER_NICKNAME_COLD(
      "login page by nickname, user not cached",
      Names.BROWSER,
      "ms",
      Target.atMost(1.01),
      Why.LOOKUP),

  LOOKUP_PHONE_WARM(
      "lookup alone by phone, user cached", Names.LOOKUP, "ms", Target.atMost(1.05), Why.LOOKUP),
  LOOKUP_PHONE_COLD(
      "lookup alone by phone, user not cached",
      Names.LOOKUP,
      "ms",
      Target.atMost(1.05),
      Why.LOOKUP),
  LOOKUP_NICKNAME_WARM(
      "lookup alone by nickname, user cached", Names.LOOKUP, "ms", Target.atMost(1.05), Why.LOOKUP),
  LOOKUP_NICKNAME_COLD(
      "lookup alone by nickname, user not cached",
      Names.LOOKUP,
      "ms",
      Target.atMost(1.05),
      Why.LOOKUP),
  GROWTH_PHONE(
      "lookup alone by phone, user not cached, in the large realm",
      Names.SMALL,
      "ms",
      Target.atMost(1.10),
      Why.NOISE),
  GROWTH_NICKNAME(
      "lookup alone by nickname, user not cached, in the large realm",
      Names.SMALL,
      "ms",
      Target.atMost(1.10),
      Why.NOISE),

  REGISTRATION(
      "registration with a proven phone, from the post of the form to the tokens",
      "Keycloak's own registration",
      "ms of CPU",
      Target.atMost(1.10),
      "the form claims a number and a nickname, spends the proof and writes a user event"),
  TYPED_CODE(
      "`POST /verifications/{id}/confirm` with a wrong code",
      Names.PUBLIC_INFO,
      "ms",
      Target.asserted("2 own transactions")),
  VERIFICATIONS(
      "`POST /verifications` with an instant gateway",
      "password grants by username",
      "/s",
      Target.atLeast(10),
      Why.DURABLE),
  AVAILABILITY(
      "`POST /availability` for a taken nickname in the large realm",
      Names.PUBLIC_INFO,
      "/s",
      Target.atLeast(0.5),
      "a check authenticates the client, validates the name as the profile does, and counts itself"
          + " in the database before it is answered; the public info is one read from a cache"),

  ADMIN_UPDATE(
      "update of a user by the admin API, in a realm that takes part",
      Names.WITHOUT,
      "ms",
      Target.atMost(1.05),
      "the transaction also reads and locks the claims of the user, and writes the user event"),
  IMPORT(
      "import of a realm with " + Sizes.text(Sizes.IMPORTED),
      Names.WITHOUT,
      "ms",
      Target.atMost(1.20),
      "the import adopts its users: their values are read, compared and claimed"),
  OTHER_REALM(
      "update of a user by the admin API, in a realm that does not take part",
      Names.WITHOUT,
      "ms",
      Target.atMost(1.01),
      Why.NOISE),

  ADOPTION(
      "adoption of " + Sizes.text(Sizes.ADOPTED),
      "plain insert-select of their claims",
      "ms",
      Target.atMost(3),
      "every value is parsed in Java and compared with all others of the realm before the first is"
          + " claimed, so each is written twice"),
  ADOPTION_REPORT(
      "`GET /adopt` afterwards",
      "a page of 100 users of the admin API",
      "ms",
      Target.atMost(1.00),
      Why.NOISE),
  FACTORS_REGISTRATION(
      "`POST /verifications` (registration) in the large realm",
      Names.SMALL,
      "ms",
      Target.atMost(1.10),
      Why.NOISE),
  FACTORS_RESET(
      "`POST /verifications` (password reset) in the large realm",
      Names.SMALL,
      "ms",
      Target.atMost(1.10),
      Why.NOISE),
  CLAIMS("`GET /claims` in the large realm", Names.SMALL, "ms", Target.atMost(1.10), Why.NOISE),
  LIMITS("`GET /limits` in the large realm", Names.SMALL, "ms", Target.atMost(1.10), Why.NOISE),

  HOT_LIMIT(
      "texts of one realm on two nodes",
      "texts of 16 realms on the same nodes",
      "/s",
      Target.atLeast(0.9),
      "all texts of a realm update the row of its daily limit, which is locked until the commit"),
  RELAY(
      "user events by the relay",
      "bare publishes, as many confirmed at once",
      "/s",
      Target.atLeast(0.5),
      "the relay reads each event from the database and records that it is published"),
  DISPATCHER(
      "texts by one lane of the dispatcher", "bare requests, as many at once", "/s", Target.NONE),
  TWO_NODES(
      "verifications and logins on two nodes behind nginx",
      "one node",
      "ms",
      Target.atMost(1.2),
      "not measured: it needs a Docker engine and processors to pin the nodes to. That no request"
          + " is lost is tested by profile `compose`"),

  START(
      "start of the server",
      Names.WITHOUT,
      "s",
      Target.atMost(1.03),
      "Keycloak loads more classes and checks the database"),
  MEMORY(
      "memory of the server after its start",
      Names.WITHOUT,
      "MB",
      Target.atMostMore(10, "MB"),
      "metadata of the phone numbers and the classes of the jar"),
  JAR("size of the jar", "3 MB", "MB", Target.atMost(1.00));

  private final String what;
  private final String against;
  private final String unit;
  private final Target target;
  private final String why;

  Row(String what, String against, String unit, Target target) {
    this(what, against, unit, target, "");
  }

  Row(String what, String against, String unit, Target target, String why) {
    this.what = what;
    this.against = against;
    this.unit = unit;
    this.target = target;
    this.why = why;
  }

  String what() {
    return what;
  }

  String against() {
    return against;
  }

  String unit() {
    return unit;
  }

  Target target() {
    return target;
  }

  /** Whether a result meets the target, and if not why. */
  String verdict(Ratio ratio) {
    if (target.equals(Target.NONE)) {
      return "–";
    }
    return target.met().test(ratio) ? "yes" : "no: " + why;
  }

  /** Why there is no figure. */
  String notMeasured() {
    return why.startsWith("not measured") ? why : "not measured yet";
  }

  private static final class Names {
    static final String GRANT = "by username, in Keycloak's direct grant flow";
    static final String BROWSER = "by username, on Keycloak's login page";
    static final String LOOKUP = "by username, by Keycloak's step";
    static final String SMALL = "in a realm of 1,000 users";
    static final String PUBLIC_INFO = "`GET` of the realm's public info";
    static final String WITHOUT = "a server without the extension";
  }

  private static final class Why {
    static final String NOISE =
        "within the noise of the run (first row), or as the text below says";
    static final String LOOKUP =
        "the user of a phone or nickname is found by one more statement, by the primary key of the"
            + " claims, where Keycloak's cache answers for a username";
    static final String DURABLE =
        "a verification commits its limits, its challenge and the result of its text";
  }
}
