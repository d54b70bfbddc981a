package io.github.phoneidentity.identity;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every entrance by which a phone number comes to a user: a row of the table in {@code
 * docs/security.md}.
 */
enum WritingEntrance {
  REGISTRATION_PAGE(Refusal.PAGE, Proof.BY_CODE) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      SignUp signUp = SignUp.begin(at.realm());
      at.proveOn(signUp, number);
      if (signUp.asksForName()) {
        signUp.goTo(signUp.page().form().fill(user).type("phoneNumberVerified", "true").submit());
      }
      return at.answer(user, signUp.page());
    }
  },
  REGISTRATION_REST(Refusal.CONFLICT, Proof.BY_CODE) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      RestApi rest = RestApi.fromEverywhere(at.realm());
      String proof = at.proveByRest(rest, number);
      return at.answer(user, rest.register(RestApi.form(user, proof)));
    }
  },
  VERIFY_PHONE(Refusal.PAGE, Proof.BY_CODE) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      Map<String, Object> asked = new HashMap<>(user.withoutPhone().representation());
      asked.put("requiredActions", List.of("VERIFY_PHONE"));
      at.realm().createUser(asked);
      Login login = Login.begin(at.realm()).password(user);
      at.proveOn(login, number);
      return at.answer(user, login.page());
    }
  },
  UPDATE_PHONE(Refusal.PAGE, Proof.BY_CODE) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      at.realm().createUser(user);
      Login login = Login.forAction(at.realm(), new Browser(), "UPDATE_PHONE").password(user);
      at.proveOn(login, number);
      return at.answer(user, login.page());
    }
  },
  FIRST_BROKER_LOGIN(Refusal.LEFT_OFF, Proof.WITH_A_NEW_USER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      at.brokering().provider().createUser(user.withPhone(number, true));
      at.brokering().login(user);
      return at.answer(user, true);
    }
  },
  LATER_BROKER_LOGIN(Refusal.LEFT_OFF, Proof.NEVER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      String id = at.brokering().provider().createUser(user);
      at.brokering().login(user);
      at.brokering().update(id, "phoneNumber", number);
      at.brokering().begin(user); // VERIFY_PHONE asks at the end
      return at.answer(user, true);
    }
  },
  ACCOUNT_REST(Refusal.NOT_WRITTEN, Proof.NEVER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      at.realm().createUser(user);
      AccountWritePathIT.save(at.realm(), user, "phoneNumber", number);
      AccountWritePathIT.save(at.realm(), user, "phoneNumberVerified", "true");
      return at.answer(user, true);
    }
  },
  ADMIN_CREATE(Refusal.BAD_REQUEST, Proof.WITH_A_NEW_USER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      return at.answer(user, at.users().create(user.withPhone(number, true)));
    }
  },
  ADMIN_UPDATE(Refusal.BAD_REQUEST, Proof.NEVER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      String id = at.realm().createUser(user);
      return at.answer(user, at.users().update(id, "phoneNumber", number));
    }
  },
  SCIM_CREATE(Refusal.SCIM_ERROR, Proof.WITH_A_NEW_USER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      return at.answer(user, at.scim().create(user.withPhone(number, true)));
    }
  },
  SCIM_UPDATE(Refusal.SCIM_ERROR, Proof.NEVER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      String id = at.realm().createUser(user);
      return at.answer(user, at.scim().write(id, user, "phoneNumber", number));
    }
  },
  PARTIAL_IMPORT(Refusal.CONFLICT, Proof.WITH_A_NEW_USER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      return at.answer(user, at.users().partialImport("FAIL", user.withPhone(number, true)));
    }
  },
  EXTENSION(Refusal.CONFLICT, Proof.NEVER) {
    @Override
    Answer bring(Entrances at, TestUser user, String number) {
      String id = at.realm().createUser(user);
      Response answer =
          at.realm()
              .request()
              .queryParam("value", number)
              .queryParam("firstName", user.firstName())
              .post("/third-party/{user}/phoneNumber", id);
      return at.answer(user, answer);
    }
  };

  /** How a value that another user owns is answered. */
  enum Refusal {
    /** A message on the page. */
    PAGE,
    /** 400 with the attribute. */
    BAD_REQUEST,
    /** 400 or 409 in the shape of RFC 7644, section 3.12. */
    SCIM_ERROR,
    /** 409. */
    CONFLICT,
    /** The request succeeds without the value. */
    LEFT_OFF,
    /** The number cannot be written here at all. */
    NOT_WRITTEN
  }

  /** When {@code phoneNumberVerified=true} counts that comes in here. */
  enum Proof {
    BY_CODE,
    WITH_A_NEW_USER,
    NEVER
  }

  /**
   * What became of it.
   *
   * @param userId the user's id; null if there is no such user
   * @param status of HTTP
   * @param text of the page or of the answer
   */
  record Answer(String userId, int status, String text) {}

  private final Refusal refusal;
  private final Proof proof;

  WritingEntrance(Refusal refusal, Proof proof) {
    this.refusal = refusal;
    this.proof = proof;
  }

  Refusal refusal() {
    return refusal;
  }

  Proof proof() {
    return proof;
  }

  /** Brings a number, in any spelling and said to be verified, to a user whom nobody knows yet. */
  abstract Answer bring(Entrances at, TestUser user, String number);
}
