package io.github.phoneidentity.credential;

import io.github.phoneidentity.phone.PhoneNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * A number that the user has proven and enrolled as a second factor. Its default label is the
 * masked number.
 */
public final class SmsOtpCredentialModel extends CredentialModel {

  /** The credential type, and the reference category of its authenticators. */
  public static final String TYPE = "sms-otp";

  private static final long serialVersionUID = 1L;

  /** The format of default labels; any other label was chosen by the user. */
  private static final Pattern LABEL = Pattern.compile("\\+[0-9]*\\*+[0-9]*( \\([0-9]{1,9}\\))?");

  /**
   * The stored credential data.
   *
   * @param number the proven number in E.164 format
   * @param onFile whether the credential is bound to the user's phone number, because it was the
   *     same when it was proven
   */
  record Data(String number, boolean onFile) {}

  private transient @Nullable Data data;

  private SmsOtpCredentialModel() {}

  /** Creates a credential for a number that was just proven. */
  static SmsOtpCredentialModel proven(PhoneNumber number, boolean onFile, Set<String> taken) {
    SmsOtpCredentialModel credential = new SmsOtpCredentialModel();
    credential.setType(TYPE);
    credential.setCreatedDate(Time.currentTimeMillis());
    credential.setSecretData("{}");
    credential.write(number, onFile, taken);
    return credential;
  }

  /**
   * Reads a stored credential. One without a label, such as one from an import, also gets the
   * masked number as its label.
   *
   * @throws UncheckedIOException if its data cannot be read
   */
  static SmsOtpCredentialModel of(CredentialModel stored) {
    SmsOtpCredentialModel credential = new SmsOtpCredentialModel();
    credential.setId(stored.getId());
    credential.setType(stored.getType());
    credential.setUserLabel(stored.getUserLabel());
    credential.setCreatedDate(stored.getCreatedDate());
    credential.setSecretData(stored.getSecretData());
    credential.setCredentialData(stored.getCredentialData());
    credential.setFederationLink(stored.getFederationLink());
    if (stored.getUserLabel() == null) {
      credential.setUserLabel(credential.number().masked());
    }
    return credential;
  }

  /** The proven number of this credential. */
  public PhoneNumber number() {
    return new PhoneNumber(data().number());
  }

  /** Whether it is bound to the user's phone number. */
  boolean isOnFile() {
    return data().onFile();
  }

  /**
   * Changes the number to another proven one; a label that the user has chosen is kept.
   *
   * @param taken the labels of the user's other credentials of this type
   */
  void write(PhoneNumber number, boolean onFile, Set<String> taken) {
    if (getUserLabel() == null || LABEL.matcher(getUserLabel()).matches()) {
      setUserLabel(label(number, taken));
    }
    data = new Data(number.e164(), onFile);
    try {
      setCredentialData(JsonSerialization.writeValueAsString(data));
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  /** A unique label, which Keycloak requires: two numbers can have the same mask. */
  private static String label(PhoneNumber number, Set<String> taken) {
    String mask = number.masked();
    String label = mask;
    for (int count = 2; taken.contains(label); count++) {
      label = mask + " (" + count + ")";
    }
    return label;
  }

  private Data data() {
    if (data == null) {
      try {
        data = JsonSerialization.readValue(getCredentialData(), Data.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return data;
  }
}
