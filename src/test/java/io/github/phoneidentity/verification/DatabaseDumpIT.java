package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who gets hold of the database finds no code in it. */
class DatabaseDumpIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void codesAreInNoColumnOfAnyTable() {
    String open = Unique.phone();
    SignUp.begin(REALM).phone(open);
    String proven = Unique.phone();
    SignUp.begin(REALM).phone(proven).code(REALM.inbox().codeFor(proven));
    String guessed = Unique.phone();
    String wrong = REALM.inbox().codeFor(open);
    SignUp.begin(REALM).phone(guessed).code(wrong);
    List<String> codes =
        List.of(wrong, REALM.inbox().codeFor(proven), REALM.inbox().codeFor(guessed));

    String dump = new Rows(REALM).dump();

    assertThat(dump).contains(open, proven, guessed);
    assertThat(codes)
        .noneMatch(
            code ->
                Pattern.compile("(?<![\\w+/=-])" + code + "(?![\\w+/=-])").matcher(dump).find());
  }
}
