package io.github.phoneidentity.testing;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import java.util.List;
import java.util.Set;

/**
 * An LDAP server with people in it, who may have any text as their {@code mobile}. A realm is
 * federated with it by {@link Federation}.
 */
public final class Directory implements AutoCloseable {

  static final String PEOPLE = "ou=people,dc=example,dc=com";
  static final String BIND_DN = "cn=keycloak";
  static final String BIND_PASSWORD = "secret-of-the-directory";

  private final InMemoryDirectoryServer server;

  private Directory(InMemoryDirectoryServer server) {
    this.server = server;
  }

  /** Starts one that listens on all interfaces, because a server in a container comes from one. */
  public static Directory start() {
    try {
      InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
      config.addAdditionalBindCredentials(BIND_DN, BIND_PASSWORD);
      config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("tests"));
      config.setEnforceAttributeSyntaxCompliance(false);
      InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
      server.add(
          "dc=example,dc=com",
          new Attribute("objectClass", "domain"),
          new Attribute("dc", "example"));
      server.add(
          PEOPLE,
          new Attribute("objectClass", "organizationalUnit"),
          new Attribute("ou", "people"));
      server.startListening();
      return new Directory(server);
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  String url(String host) {
    return "ldap://" + host + ":" + server.getListenPort();
  }

  /** Adds the user's entry, with these mobile numbers in place of the user's phone. */
  public void add(TestUser user, String... mobile) {
    Entry entry =
        new Entry(
            dn(user),
            new Attribute("objectClass", "inetOrgPerson"),
            new Attribute("uid", user.username()),
            new Attribute("mail", user.email()),
            new Attribute("cn", user.firstName()),
            new Attribute("sn", user.lastName()),
            new Attribute("displayName", user.nickname()),
            new Attribute("userPassword", user.password()));
    if (mobile.length > 0) {
      entry.addAttribute("mobile", mobile);
    }
    run(() -> server.add(entry));
  }

  /** Replaces the values of an attribute; none removes it. */
  public void modify(TestUser user, String attribute, String... values) {
    run(
        () ->
            server.modify(
                dn(user).toString(),
                List.of(new Modification(ModificationType.REPLACE, attribute, values))));
  }

  /** Removes the user's entry. */
  public void remove(TestUser user) {
    run(() -> server.delete(dn(user).toString()));
  }

  /** Whether there is an entry of the user. */
  public boolean has(TestUser user) {
    try {
      return server.getEntry(dn(user).toString()) != null;
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything in the user's entry but what the server itself keeps there. */
  public Set<Attribute> entry(TestUser user) {
    try {
      return Set.copyOf(server.getEntry(dn(user).toString()).getAttributes());
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.shutDown(true);
  }

  private static DN dn(TestUser user) {
    try {
      return new DN(new RDN("uid", user.username()), new DN(PEOPLE));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Operation {
    void run() throws LDAPException;
  }

  private static void run(Operation operation) {
    try {
      operation.run();
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }
}
