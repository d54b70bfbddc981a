package io.github.phoneidentity.rest;

import io.github.phoneidentity.identity.AdoptionReport;
import io.github.phoneidentity.identity.AdoptionReport.Conflict;
import io.github.phoneidentity.identity.ClaimDetails;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.limit.LimitUse;
import io.github.phoneidentity.limit.RetryAfter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON objects for administrators; times are ISO-8601 instants. */
final class AdminViews {

  private AdminViews() {}

  static Map<String, Object> of(LimitUse use) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("limit", use.scope());
    view.put("of", use.subject().startsWith("user:") ? "user" : "phone");
    view.put("used", use.used());
    view.put("endsIn", RetryAfter.seconds(use.endsIn()));
    return view;
  }

  static Map<String, Object> of(ClaimValue value, ClaimDetails details) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("kind", value.kind().name());
    view.put(value.kind().name(), value.canonical());
    view.put("userId", details.userId());
    put(view, "claimedAt", details.claimedAt());
    if (value.kind() == ClaimKind.phone) {
      view.put("verified", details.verified());
      put(view, "verifiedAt", details.verifiedAt());
    }
    put(view, "releasedAt", details.releasedAt());
    put(view, "heldUntil", details.heldUntil());
    return view;
  }

  static Map<String, Object> of(AdoptionReport report) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("state", report.finishedAt() == null ? "running" : "finished");
    view.put("dryRun", report.dryRun());
    view.put("users", report.users());
    put(view, "startedAt", report.startedAt());
    put(view, "finishedAt", report.finishedAt());
    view.put("conflicts", report.conflicts().stream().map(AdminViews::of).toList());
    view.put("invalid", report.invalid().stream().map(AdminViews::of).toList());
    return view;
  }

  private static Map<String, Object> of(Conflict conflict) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("userId", conflict.userId());
    view.put("attribute", conflict.kind().attribute());
    view.put("reason", conflict.reason());
    if (conflict.ownerId() != null) {
      view.put("ownerId", conflict.ownerId());
    }
    return view;
  }

  private static void put(Map<String, Object> view, String name, Instant moment) {
    if (moment != null) {
      view.put(name, moment.toString());
    }
  }
}
