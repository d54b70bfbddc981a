package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.Spelling;
import io.github.phoneidentity.testing.TestUser;
import java.util.Locale;
import java.util.function.Function;

/** What a user may type to say who they are. */
enum Identifier {
  USERNAME(TestUser::username),
  USERNAME_IN_CAPITALS(user -> user.username().toUpperCase(Locale.ROOT)),
  EMAIL(TestUser::email),
  EMAIL_IN_CAPITALS(user -> " " + user.email().toUpperCase(Locale.ROOT) + " "),
  PHONE(user -> Spelling.INTERNATIONAL.of(user.phone())),
  NATIONAL_PHONE(user -> Spelling.NATIONAL.of(user.phone())),
  FORMATTED_PHONE(user -> Spelling.FORMATTED.of(user.phone())),
  FULL_WIDTH_PHONE(user -> Spelling.FULL_WIDTH.of(user.phone())),
  NICKNAME(TestUser::nickname),
  NICKNAME_IN_CAPITALS(user -> user.nickname().toUpperCase(Locale.ROOT));

  private final Function<TestUser, String> typing;

  Identifier(Function<TestUser, String> typing) {
    this.typing = typing;
  }

  String of(TestUser user) {
    return typing.apply(user);
  }
}
