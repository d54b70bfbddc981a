package io.github.phoneidentity;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.phoneidentity.phone.PhoneNumber;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;

/**
 * The architecture that {@code CONTRIBUTING.md} draws and lists. Constants are inlined by the
 * compiler, so that no rule sees an import of one.
 */
@AnalyzeClasses(
    packages = "io.github.phoneidentity",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String OF_EVENTS = "..phoneidentity.events.jpa";
  private static final String SHARED_BY_GATEWAYS = "..phoneidentity.sms.client";
  private static final String LEASES = "..phoneidentity.outbox.jpa";

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.github.phoneidentity.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule subPackagesAreFreeOfCycles =
      slices()
          .matching("io.github.phoneidentity.(**)")
          .should()
          .beFreeOfCycles()
          // The tables of verification store its values, and its services use the tables.
          .ignoreDependency(
              resideInAPackage("..phoneidentity.verification.jpa"),
              resideInAPackage("..phoneidentity.verification"));

  /** A third party compiles against them: in the jar, types of these libraries have other names. */
  @ArchTest
  static final ArchRule typesForGatewaysOfThirdPartiesKnowNoRelocatedLibrary =
      noClasses()
          .that()
          .resideInAPackage("io.github.phoneidentity.sms")
          .or()
          .belongToAnyOf(PhoneNumber.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.i18n..", "com.rabbitmq..", "org.slf4j..");

  @ArchTest
  static final ArchRule dependenciesFollowTheArrow =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("authentication")
          .definedBy("io.github.phoneidentity.authentication..")
          .layer("profile")
          .definedBy("io.github.phoneidentity.profile..")
          .layer("rest")
          .definedBy("io.github.phoneidentity.rest..")
          .layer("events")
          .definedBy("io.github.phoneidentity.events..")
          .layer("server")
          .definedBy("io.github.phoneidentity.server..")
          .layer("verification")
          .definedBy("io.github.phoneidentity.verification..")
          .layer("credential")
          .definedBy("io.github.phoneidentity.credential..")
          .layer("account")
          .definedBy("io.github.phoneidentity.account..")
          .layer("identity")
          .definedBy("io.github.phoneidentity.identity..")
          .layer("outbox")
          .definedBy("io.github.phoneidentity.outbox..")
          .layer("jpa")
          .definedBy("io.github.phoneidentity.jpa..")
          .layer("sms")
          .definedBy("io.github.phoneidentity.sms..")
          .layer("limit")
          .definedBy("io.github.phoneidentity.limit..")
          .layer("policy")
          .definedBy("io.github.phoneidentity.policy..")
          .layer("phone")
          .definedBy("io.github.phoneidentity.phone..")
          .whereLayer("authentication")
          .mayOnlyAccessLayers(
              "account",
              "verification",
              "credential",
              "identity",
              "outbox",
              "limit",
              "policy",
              "phone")
          .whereLayer("profile")
          .mayOnlyAccessLayers("identity", "policy", "phone")
          .whereLayer("rest")
          .mayOnlyAccessLayers(
              "account", "verification", "identity", "outbox", "limit", "policy", "phone")
          .whereLayer("events")
          .mayOnlyAccessLayers("identity", "outbox", "jpa", "policy")
          .whereLayer("server")
          .mayOnlyAccessLayers(
              "events", "account", "verification", "identity", "outbox", "limit", "policy")
          .whereLayer("account")
          .mayOnlyAccessLayers(
              "verification", "credential", "identity", "limit", "jpa", "policy", "phone")
          .whereLayer("verification")
          .mayOnlyAccessLayers("outbox", "sms", "limit", "policy", "phone")
          .whereLayer("credential")
          .mayOnlyAccessLayers("identity", "policy", "phone")
          .whereLayer("identity")
          .mayOnlyAccessLayers("jpa", "policy", "phone")
          .whereLayer("limit")
          .mayOnlyAccessLayers("policy")
          .whereLayer("sms")
          .mayOnlyAccessLayers("phone")
          .whereLayer("policy")
          .mayOnlyAccessLayers("phone")
          .whereLayer("outbox")
          .mayNotAccessAnyLayer()
          .whereLayer("jpa")
          .mayNotAccessAnyLayer()
          .whereLayer("phone")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule phoneKnowsNoKeycloak =
      noClasses()
          .that()
          .resideInAPackage("..phoneidentity.phone..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.keycloak..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule verificationKnowsNeitherFlowsNorHttp =
      noClasses()
          .that()
          .resideInAPackage("..phoneidentity.verification..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.keycloak.authentication..", "jakarta.ws.rs..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule gatewaysAreKnownToNoOtherPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("..phoneidentity.sms.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..phoneidentity.sms.*..");

  @ArchTest
  static final ArchRule gatewaysDoNotKnowEachOther =
      slices()
          .matching("..phoneidentity.sms.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(alwaysTrue(), resideInAPackage(SHARED_BY_GATEWAYS));

  @ArchTest
  static final ArchRule whatGatewaysShareKnowsNoGateway =
      noClasses()
          .that()
          .resideInAPackage(SHARED_BY_GATEWAYS)
          .should()
          .dependOnClassesThat(
              resideInAPackage("..phoneidentity.sms.*..")
                  .and(not(resideInAPackage(SHARED_BY_GATEWAYS))));

  @ArchTest
  static final ArchRule persistenceStaysInItsPackages =
      noClasses()
          .that(not(resideInAnyPackage("..jpa..", "..phoneidentity.server..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.persistence..", "org.hibernate..");

  /** However they are fetched: {@code var}, an argument and a method reference are seen as well. */
  @ArchTest
  static final ArchRule entityManagersStayThereToo =
      noClasses()
          .that(not(resideInAnyPackage("..jpa..", "..phoneidentity.server..")))
          .should()
          .accessTargetWhere(
              describe(
                  "it returns or takes an EntityManager",
                  access ->
                      access.getTarget() instanceof CodeUnitAccessTarget called
                          && Stream.concat(
                                  Stream.of(called.getRawReturnType()),
                                  called.getRawParameterTypes().stream())
                              .anyMatch(type -> type.isAssignableTo(EntityManager.class))));

  /** User events are an edge with tables of its own. */
  @ArchTest
  static final ArchRule edgesKnowNoTablesOfTheDomain =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..phoneidentity.authentication..",
              "..phoneidentity.profile..",
              "..phoneidentity.rest..",
              "..phoneidentity.events..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("..phoneidentity..jpa..")
                  .and(not(resideInAnyPackage(OF_EVENTS, LEASES, "io.github.phoneidentity.jpa"))));

  @ArchTest
  static final ArchRule leasesOfTheOutboxAreUsedByTheTablesOfEventsOnly =
      noClasses()
          .that()
          .resideInAPackage("..phoneidentity.events..")
          .and()
          .resideOutsideOfPackage(OF_EVENTS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(LEASES);

  @ArchTest
  static final ArchRule authNotesAreAccessedInOnePlace =
      noClasses()
          .that(not(simpleName("AuthNote")))
          .should()
          .accessTargetWhere(
              describe(
                  "it reads or writes an auth note",
                  access ->
                      access.getTarget().getName().matches("(get|set|remove|clear)AuthNotes?")));

  @ArchTest
  static final ArchRule attributesAreSearchedOnlyWhereIdentityIsDecided =
      noClasses()
          .that()
          .resideOutsideOfPackage("..phoneidentity.identity..")
          .should()
          .callMethodWhere(target(nameStartingWith("searchForUserByUserAttribute")));

  @ArchTest
  static final ArchRule provenNumbersAreAssignedInOnePlace =
      noClasses()
          .that(not(simpleName("VerifiedPhone")))
          .and(not(simpleName("ProvenNumber")))
          .should()
          .callMethodWhere(
              target(owner(simpleName("ProvenNumber")))
                  .and(target(name("store")))
                  .or(target(owner(simpleName("ClaimLedger"))).and(target(name("markProven")))));

  @ArchTest
  static final ArchRule proofsAreConsumedAndClaimsMadeByAccountAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("..phoneidentity.account..")
          .should()
          .callMethodWhere(
              target(owner(simpleName("ClaimLedger")))
                  .and(target(name("claimNow")))
                  .or(target(owner(simpleName("VerificationCodes"))).and(target(name("spend")))));

  @ArchTest
  static final ArchRule timeComesFromTheInjectedClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callConstructor(Date.class)
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone");

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class);

  @ArchTest
  static final ArchRule classesAreNamedForWhatTheyAre =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager");
}
