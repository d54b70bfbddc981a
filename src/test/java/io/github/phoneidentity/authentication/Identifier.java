package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.TestUser;
import java.util.Locale;

/** What a user may type to say who they are. */
enum Identifier {
  USERNAME {
    @Override
    String of(TestUser user) {
      return user.username();
    }
  },
  USERNAME_IN_CAPITALS {
    @Override
    String of(TestUser user) {
      return user.username().toUpperCase(Locale.ROOT);
    }
  },
  EMAIL {
    @Override
    String of(TestUser user) {
      return user.email();
    }
  },
  EMAIL_IN_CAPITALS {
    @Override
    String of(TestUser user) {
      return " " + user.email().toUpperCase(Locale.ROOT) + " ";
    }
  },
  PHONE {
    @Override
    String of(TestUser user) {
      return Spelling.INTERNATIONAL.of(user.phone());
    }
  },
  NATIONAL_PHONE {
    @Override
    String of(TestUser user) {
      return Spelling.NATIONAL.of(user.phone());
    }
  },
  FORMATTED_PHONE {
    @Override
    String of(TestUser user) {
      return Spelling.FORMATTED.of(user.phone());
    }
  },
  FULL_WIDTH_PHONE {
    @Override
    String of(TestUser user) {
      return Spelling.FULL_WIDTH.of(user.phone());
    }
  },
  NICKNAME {
    @Override
    String of(TestUser user) {
      return user.nickname();
    }
  },
  NICKNAME_IN_CAPITALS {
    @Override
    String of(TestUser user) {
      return user.nickname().toUpperCase(Locale.ROOT);
    }
  };

  abstract String of(TestUser user);
}
