package io.github.phoneidentity.identity;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestUser;

/**
 * Every entrance at which somebody names an account by its number: a row of the table in {@code
 * docs/security.md}.
 */
enum LookupEntrance {
  LOGIN_PAGE {
    @Override
    boolean leadsTo(Entrances at, TestUser user, String typed) {
      return Login.begin(at.realm()).password(typed, user.password()).isDone();
    }
  },
  PASSWORD_GRANT {
    @Override
    boolean leadsTo(Entrances at, TestUser user, String typed) {
      return at.realm().passwordGrant(typed, user.password()).statusCode() == 200;
    }
  },
  IDENTIFIER_FORM_AND_SMS_CODE_FORM {
    @Override
    boolean leadsTo(Entrances at, TestUser user, String typed) {
      Login login =
          Login.begin(at.realm()).tryAnotherWay("Username, email").type("username", typed);
      return at.getsCode(user) && login.codeFrom(user.phone()).isDone();
    }
  },
  RESET_PAGE {
    @Override
    boolean leadsTo(Entrances at, TestUser user, String typed) {
      Reset reset = Reset.begin(at.realm(), new Browser()).identify(typed);
      return at.getsCode(user) && reset.codeFrom(user.phone()).asksForPassword();
    }
  },
  RESET_REST {
    @Override
    boolean leadsTo(Entrances at, TestUser user, String typed) {
      RestApi rest = RestApi.fromEverywhere(at.realm());
      rest.send("password-reset", typed).then().statusCode(201);
      return at.getsCode(user);
    }
  };

  /** Whether what was typed leads to this user, who shows the password, or the code of a text. */
  abstract boolean leadsTo(Entrances at, TestUser user, String typed);
}
