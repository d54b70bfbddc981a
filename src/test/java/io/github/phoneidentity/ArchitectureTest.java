package io.github.phoneidentity;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;

/** The house that {@code CONTRIBUTING.md} draws: data flows one way, Keycloak stays at the edge. */
@AnalyzeClasses(
    packages = "io.github.phoneidentity",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.github.phoneidentity.(*)..").should().beFreeOfCycles();

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
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("profile")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("rest")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("events")
          .mayOnlyBeAccessedByLayers(
              "server") // which registers the tables and the work by the clock
          .whereLayer("server")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("account")
          .mayOnlyBeAccessedByLayers("authentication", "rest", "server")
          .whereLayer("verification")
          .mayOnlyBeAccessedByLayers("account", "authentication", "profile", "rest", "server")
          .whereLayer("credential")
          .mayOnlyBeAccessedByLayers("account", "authentication", "profile", "rest", "server")
          .whereLayer("identity")
          .mayOnlyBeAccessedByLayers(
              "account", "authentication", "profile", "rest", "events", "server", "credential")
          .whereLayer("outbox")
          .mayOnlyBeAccessedByLayers("verification", "authentication", "rest", "events", "server")
          .whereLayer("jpa")
          .mayOnlyBeAccessedByLayers("account", "identity", "events")
          .whereLayer("sms")
          .mayOnlyBeAccessedByLayers("verification", "authentication", "profile", "rest", "server")
          .whereLayer("limit")
          .mayOnlyBeAccessedByLayers(
              "account", "verification", "authentication", "profile", "rest", "server")
          .whereLayer("policy")
          .mayOnlyBeAccessedByLayers(
              "account",
              "authentication",
              "profile",
              "rest",
              "events",
              "server",
              "verification",
              "credential",
              "identity",
              "outbox",
              "sms",
              "limit");

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
  static final ArchRule persistenceStaysInItsPackages =
      noClasses()
          .that(not(resideInAnyPackage("..jpa..", "..phoneidentity.server..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.persistence..", "org.hibernate..");

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
