package io.github.phoneidentity.benchmark;

import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a registration costs the server's processors, from the post of its form to the tokens. */
class RegistrationBenchmark {

  private static final int PAIRS = 8;
  private static final int AT_ONCE = 10;

  @AutoClose
  private static final TestRealm WITH =
      TestRealm.create(realm -> realm.put("bruteForceProtected", false));

  /** On the same server, and takes no part. */
  @AutoClose private static final TestRealm KEYCLOAK = TestRealm.create(KeycloaksOwn::realm);

  private final Meters meters = new Meters(WITH.server());

  @Test
  void registrationWithAProvenPhone() throws Exception {
    Results.add(
        Row.REGISTRATION,
        Pairs.of(
            2,
            PAIRS,
            () -> cpu(WITH, form -> form.prove(Unique.phone())),
            () -> cpu(KEYCLOAK, form -> form)));
  }

  /** Milliseconds of the server's processors for one registration. */
  private double cpu(TestRealm realm, UnaryOperator<SignUp> prove) {
    List<SignUp> forms =
        Stream.generate(() -> prove.apply(SignUp.begin(realm))).limit(AT_ONCE).toList();
    double before = cpu();
    forms.forEach(form -> form.fill(TestUser.random().withoutPhone()).tokens());
    return (cpu() - before) / AT_ONCE;
  }

  private double cpu() {
    return meters.sum("process_cpu_time_ns_total") / 1e6;
  }
}
