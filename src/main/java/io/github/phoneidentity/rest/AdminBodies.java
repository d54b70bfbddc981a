package io.github.phoneidentity.rest;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.phoneidentity.identity.AdoptionReport;
import io.github.phoneidentity.identity.ClaimDetails;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.limit.LimitUse;
import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.verification.TextCheck;
import io.github.phoneidentity.verification.TextWarning;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON objects that administrators receive, as the OpenAPI document describes them. Times are
 * ISO-8601 instants, and a field that may be null is left out if it is.
 */
final class AdminBodies {

  private AdminBodies() {}

  /** The rate limits in use of a number and of its owner. */
  record Limits(List<LimitInUse> limits) {

    static Limits of(List<LimitUse> uses) {
      return new Limits(uses.stream().map(LimitInUse::of).toList());
    }
  }

  /**
   * A rate limit in use.
   *
   * @param limit what is counted
   * @param of whose uses are counted
   * @param used the uses in the current window
   * @param endsIn the seconds until the window ends
   */
  record LimitInUse(String limit, LimitSubject of, int used, long endsIn) {

    static LimitInUse of(LimitUse use) {
      return new LimitInUse(
          use.scope(),
          use.subject().startsWith("user:") ? LimitSubject.user : LimitSubject.phone,
          use.used(),
          RetryAfter.seconds(use.endsIn()));
    }
  }

  /** Whose uses are counted. */
  enum LimitSubject {
    phone,
    user
  }

  /**
   * The claim of a value.
   *
   * @param phone the number in E.164 format; null for a nickname
   * @param nickname null for a phone number
   * @param userId the owner, or the former owner of a released value
   * @param verified whether the number is verified; null for a nickname
   * @param verifiedAt null if it is not verified or the time is unknown
   * @param releasedAt null while it is owned
   * @param heldUntil the end of the quarantine; null while it is owned
   */
  record Claim(
      ClaimKind kind,
      @JsonInclude(NON_NULL) @Nullable String phone,
      @JsonInclude(NON_NULL) @Nullable String nickname,
      String userId,
      String claimedAt,
      @JsonInclude(NON_NULL) @Nullable Boolean verified,
      @JsonInclude(NON_NULL) @Nullable String verifiedAt,
      @JsonInclude(NON_NULL) @Nullable String releasedAt,
      @JsonInclude(NON_NULL) @Nullable String heldUntil) {

    static Claim of(ClaimValue value, ClaimDetails details) {
      boolean isPhone = value.kind() == ClaimKind.phone;
      return new Claim(
          value.kind(),
          isPhone ? value.canonical() : null,
          isPhone ? null : value.canonical(),
          details.userId(),
          details.claimedAt().toString(),
          isPhone ? details.verified() : null,
          isPhone ? text(details.verifiedAt()) : null,
          text(details.releasedAt()),
          text(details.heldUntil()));
    }
  }

  /**
   * The progress of an adoption.
   *
   * @param users the number of users that were read so far
   * @param finishedAt null while it is running
   * @param conflicts values that their users do not own, at most 1000
   * @param invalid values that cannot be owned, at most 1000
   */
  record Adoption(
      AdoptionState state,
      boolean dryRun,
      int users,
      String startedAt,
      @JsonInclude(NON_NULL) @Nullable String finishedAt,
      List<AdoptionConflict> conflicts,
      List<AdoptionConflict> invalid) {

    static Adoption of(AdoptionReport report) {
      return new Adoption(
          report.finishedAt() == null ? AdoptionState.running : AdoptionState.finished,
          report.dryRun(),
          report.users(),
          report.startedAt().toString(),
          text(report.finishedAt()),
          report.conflicts().stream().map(AdoptionConflict::of).toList(),
          report.invalid().stream().map(AdoptionConflict::of).toList());
    }
  }

  /** Whether an adoption is still running. */
  enum AdoptionState {
    running,
    finished
  }

  /**
   * A value that a user's attribute holds and the user does not own.
   *
   * @param attribute the name of the attribute
   * @param reason as in {@link AdoptionReport.Conflict#reason()}
   * @param ownerId null if no user owns it
   */
  record AdoptionConflict(
      String userId,
      String attribute,
      String reason,
      @JsonInclude(NON_NULL) @Nullable String ownerId) {

    static AdoptionConflict of(AdoptionReport.Conflict conflict) {
      return new AdoptionConflict(
          conflict.userId(), conflict.kind().attribute(), conflict.reason(), conflict.ownerId());
    }
  }

  /** The realm's texts (SMS) in all of its languages. */
  record Texts(List<Text> texts) {

    static Texts of(List<TextCheck> checks) {
      return new Texts(checks.stream().map(Text::of).toList());
    }
  }

  /**
   * How a text turns out.
   *
   * @param locale the language as a BCP 47 tag
   * @param key that of its message
   * @param segments the number of SMS segments
   * @param warning what should be changed; null if nothing
   */
  record Text(
      String locale,
      String key,
      int segments,
      @JsonInclude(NON_NULL) @Nullable TextWarning warning) {

    static Text of(TextCheck check) {
      return new Text(check.locale(), check.key(), check.segments(), check.warning());
    }
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
