package io.github.phoneidentity.credential;

import io.github.phoneidentity.phone.PhoneNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/** A number that its user has proven as a second factor. Its label is the masked number. */
public final class SmsOtpCredentialModel extends CredentialModel {

  /** The credential type, and the reference category of its authenticators. */
  public static final String TYPE = "sms-otp";

  private static final long serialVersionUID = 1L;

  /** A label that was made here, and chosen by nobody. */
  private static final Pattern LABEL = Pattern.compile("\\+[0-9]*\\*+[0-9]*( \\([0-9]+\\))?");

  /**
   * What is stored.
   *
   * @param number the proven number in E.164 form
   * @param onFile was it the number on file of its user when it was proven? Then it is good only
   *     while that number stays on file.
   */
  record Data(String number, boolean onFile) {}

  private transient Data data;

  private SmsOtpCredentialModel() {}

  /** A new credential for a number that was just proven. */
  static SmsOtpCredentialModel proven(PhoneNumber number, boolean onFile, Set<String> taken) {
    SmsOtpCredentialModel credential = new SmsOtpCredentialModel();
    credential.setType(TYPE);
    credential.setCreatedDate(Time.currentTimeMillis());
    credential.setSecretData("{}");
    credential.write(number, onFile, taken);
    return credential;
  }

  /**
   * The stored credential. One that came without a label, such as by an import, has the masked
   * number for a label too.
   *
   * @throws UncheckedIOException if it is none of this type
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

  /** The number that was proven for this credential. */
  public PhoneNumber number() {
    return new PhoneNumber(data().number());
  }

  /** Whether it is good only while its number stays on file. */
  boolean isOnFile() {
    return data().onFile();
  }

  /**
   * Takes another proven number; a label that its user has chosen stays.
   *
   * @param taken labels of the user's other credentials of this type
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

  /** Keycloak wants them to differ, and two numbers may have the same mask. */
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
