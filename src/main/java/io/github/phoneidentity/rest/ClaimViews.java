package io.github.phoneidentity.rest;

import io.github.phoneidentity.identity.AdoptionReport;
import io.github.phoneidentity.identity.ClaimDetails;
import io.github.phoneidentity.identity.ClaimKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Claims and adoptions as administrators see them. What is not known is left out. */
final class ClaimViews {

  private ClaimViews() {}

  static Map<String, Object> of(ClaimKind kind, ClaimDetails claim) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("kind", kind.name());
    view.put("userId", claim.userId());
    view.put("claimedAt", claim.claimedAt().toString());
    if (kind == ClaimKind.phone) {
      view.put("verified", claim.verified());
    }
    put(view, "verifiedAt", claim.verifiedAt());
    put(view, "releasedAt", claim.releasedAt());
    put(view, "heldUntil", claim.heldUntil());
    return view;
  }

  static Map<String, Object> of(AdoptionReport adoption) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("state", adoption.finishedAt() == null ? "running" : "finished");
    view.put("users", adoption.users());
    put(view, "startedAt", adoption.startedAt());
    put(view, "finishedAt", adoption.finishedAt());
    List<AdoptionReport.Conflict> conflicts = adoption.conflicts();
    view.put("conflicts", conflicts.stream().map(ClaimViews::of).toList());
    return view;
  }

  private static Map<String, Object> of(AdoptionReport.Conflict conflict) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("userId", conflict.userId());
    view.put("attribute", conflict.kind().attribute());
    view.put("reason", conflict.ownerId() == null ? "invalid" : "taken");
    if (conflict.ownerId() != null) {
      view.put("ownerId", conflict.ownerId());
    }
    return view;
  }

  private static void put(Map<String, Object> view, String name, Instant instant) {
    if (instant != null) {
      view.put(name, instant.toString());
    }
  }
}
