package io.github.phoneidentity.sms.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.testing.VendorListener;
import io.github.phoneidentity.testing.VendorListener.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where credentials come from, in which order, and for how long they are kept. */
@Timeout(20)
class CredentialsChainTest {

  private static final String TOKEN = "t/+=".repeat(2_000);
  private static final String EXPIRATION = "2026-05-04T04:02:01Z";
  private static final String JSON =
      """
      {"Code":"Success","AccessKeyId":"%s","SecretAccessKey":"s3cret","Token":"%s",
      "Expiration":"%s"}
      """;

  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> variables =
      new HashMap<>(Map.of("AWS_EC2_METADATA_DISABLED", "true"));
  private final VendorListener aws = new VendorListener().answer(404, "");
  private Instant now = Instant.parse("2026-05-04T03:02:01Z");

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void asksItsSourcesInTheOrderOfTheSdk() throws IOException {
    instance();
    assertThat(keyId()).contains("INSTANCE");
    container();
    assertThat(keyId()).contains("CONTAINER");
    file("[default]\naws_access_key_id = FILE\naws_secret_access_key = s3cret\n");
    assertThat(keyId()).contains("FILE");
    webIdentity();
    assertThat(keyId()).contains("WEB");
    variables.putAll(Map.of("AWS_ACCESS_KEY_ID", "ENV", "AWS_SECRET_ACCESS_KEY", "s3cret"));
    assertThat(keyId()).contains("ENV");
    properties.putAll(Map.of("aws.accessKeyId", "PROPERTY", "aws.secretAccessKey", "s3cret"));
    assertThat(keyId()).contains("PROPERTY");
  }

  @Test
  void hasNoneInAnEmptyEnvironment() {
    properties.put("user.home", folder.toString());
    assertThat(keyId()).isEmpty();
    assertThat(aws.requests()).isEmpty();
  }

  @Test
  void halfAKeyIsNone() {
    properties.put("user.home", folder.toString());
    variables.put("AWS_ACCESS_KEY_ID", "ENV");
    assertThat(keyId()).isEmpty();
  }

  @Test
  void assumesARoleByWebIdentityWithoutSignature() throws IOException {
    webIdentity();
    variables.put("AWS_ROLE_SESSION_NAME", "keycloak-0");

    AwsCredentials found = chain().get().orElseThrow();

    assertThat(found)
        .isEqualTo(
            new AwsCredentials(
                "WEB", "s3cret", Optional.of(TOKEN), Optional.of(Instant.parse(EXPIRATION))));
    assertThat(found.toString()).doesNotContain("s3cret", TOKEN, "WEB");
    assertThat(aws.last().method()).isEqualTo("POST");
    assertThat(aws.last().header("Authorization")).isNull();
    assertThat(aws.last().form())
        .isEqualTo(
            Map.of(
                "Action", "AssumeRoleWithWebIdentity",
                "Version", "2011-06-15",
                "RoleArn", "arn:aws:iam::123456789012:role/keycloak",
                "RoleSessionName", "keycloak-0",
                "WebIdentityToken", "web.identity.token"));
  }

  @Test
  void aRefusedWebIdentityIsLoggedWithoutItsTokenAndTheNextSourceAsked() throws IOException {
    webIdentity();
    container();
    aws.answer(
        request ->
            request.method().equals("POST")
                ? new Answer(403, "<Code>AccessDenied</Code> web.identity.token")
                : new Answer(200, JSON.formatted("CONTAINER", TOKEN, EXPIRATION)));
    try (LogCapture log = LogCapture.of(CredentialsClient.class)) {
      assertThat(keyId()).contains("CONTAINER");
      assertThat(log.lines())
          .containsExactly("WARN No AWS credentials from 127.0.0.1: Answered[status=403]");
    }
  }

  @Test
  void readsTheNamedProfileOfTheFile() throws IOException {
    file(
        """
        # aws_access_key_id = COMMENT
        [default]
        aws_access_key_id=DEFAULT
        aws_secret_access_key=s3cret

        [ phone ]
        ; a comment
        aws_access_key_id = PHONE
        aws_secret_access_key = a/b+c= # rotated in May
        aws_session_token = token
        [other]
        aws_access_key_id = OTHER
        """);
    variables.put("AWS_PROFILE", "phone");
    assertThat(chain().get())
        .contains(new AwsCredentials("PHONE", "a/b+c=", Optional.of("token"), Optional.empty()));
    variables.put("AWS_PROFILE", "other");
    assertThat(keyId()).isEmpty();
  }

  @Test
  void theFileIsInTheHomeFolderByDefault() throws IOException {
    Files.createDirectories(folder.resolve(".aws"));
    Files.writeString(
        folder.resolve(".aws/credentials"),
        "[default]\naws_access_key_id = HOME\naws_secret_access_key = s3cret\n");
    properties.put("user.home", folder.toString());
    assertThat(keyId()).contains("HOME");
  }

  @Test
  void aContainerShowsItsToken() throws IOException {
    container();
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "by-variable");
    assertThat(keyId()).contains("CONTAINER");
    assertThat(aws.last().header("Authorization")).isEqualTo("by-variable");

    Path file = Files.writeString(folder.resolve("token"), "by-file\n");
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.toString());
    assertThat(keyId()).contains("CONTAINER");
    assertThat(aws.last().header("Authorization")).isEqualTo("by-file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.1/credentials",
        "http://127.0.0.1.example.com/credentials",
        "ftp://192.0.2.1/",
        "/credentials",
        "http://a b/"
      })
  void aContainersEndpointNeedsTlsOrALocalAddress(String url) {
    properties.put("user.home", folder.toString());
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
    variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "s3cret");
    try (LogCapture log = LogCapture.of(ContainerCredentials.class)) {
      assertThat(keyId()).isEmpty();
      assertThat(log.lines()).singleElement().asString().doesNotContain("s3cret");
    }
  }

  @Test
  void anInstanceIsAskedByVersion2OfItsMetadata() {
    instance();
    assertThat(keyId()).contains("INSTANCE");
    assertThat(aws.requests())
        .extracting(request -> request.method() + " " + request.path())
        .containsExactly(
            "PUT /latest/api/token",
            "GET /latest/meta-data/iam/security-credentials/",
            "GET /latest/meta-data/iam/security-credentials/keycloak");
    assertThat(aws.requests().get(0).header("X-aws-ec2-metadata-token-ttl-seconds")).isNotNull();
    assertThat(aws.requests().get(2).header("X-aws-ec2-metadata-token")).isEqualTo("session");
  }

  @ParameterizedTest
  @CsvSource({"200, not json", "200, {}", "500, ''", "302, ''"})
  void anAnswerWithoutCredentialsIsNone(int status, String body) {
    properties.put("user.home", folder.toString());
    container();
    aws.answer(status, body);
    assertThat(keyId()).isEmpty();
    assertThat(aws.requests()).hasSize(1);
  }

  @Test
  void anExpirationThatIsNoTimeIsNone() {
    properties.put("user.home", folder.toString());
    container();
    aws.answer(200, JSON.formatted("CONTAINER", TOKEN, "soon"));
    assertThat(keyId()).isEmpty();
  }

  @Test
  void keepsTemporaryCredentialsUntilFiveMinutesBeforeTheyExpire() {
    List<String> reads = new ArrayList<>();
    CredentialsChain chain = chain(() -> temporary("A" + reads.size(), reads, Duration.ofHours(1)));
    assertThat(id(chain)).contains("A0");
    now = now.plus(Duration.ofMinutes(54));
    assertThat(id(chain)).contains("A0");
    now = now.plus(Duration.ofMinutes(2));
    assertThat(id(chain)).contains("A1");
    assertThat(reads).hasSize(2);
  }

  @Test
  void usesThemToTheirEndIfTheyCannotBeRenewed() {
    List<String> reads = new ArrayList<>();
    CredentialsChain chain =
        chain(() -> reads.isEmpty() ? temporary("A", reads, Duration.ofHours(1)) : failed(reads));
    assertThat(id(chain)).contains("A");
    now = now.plus(Duration.ofMinutes(56));
    assertThat(id(chain)).contains("A");
    assertThat(id(chain)).contains("A");
    assertThat(reads).hasSize(2);
    now = now.plus(Duration.ofMinutes(5));
    assertThat(id(chain)).isEmpty();
    assertThat(reads).hasSize(3);
  }

  @Test
  void asksAgainForMissingOnesAfterAPause() {
    List<String> reads = new ArrayList<>();
    CredentialsChain chain = chain(() -> failed(reads));
    assertThat(id(chain)).isEmpty();
    assertThat(id(chain)).isEmpty();
    assertThat(reads).hasSize(1);
    now = now.plus(Duration.ofSeconds(11));
    assertThat(id(chain)).isEmpty();
    assertThat(reads).hasSize(2);
  }

  @Test
  void readsStaticOnesAgainEveryMinute() {
    variables.putAll(Map.of("AWS_ACCESS_KEY_ID", "OLD", "AWS_SECRET_ACCESS_KEY", "s3cret"));
    CredentialsChain chain = chain();
    assertThat(id(chain)).contains("OLD");
    variables.put("AWS_ACCESS_KEY_ID", "NEW");
    assertThat(id(chain)).contains("OLD");
    now = now.plus(Duration.ofSeconds(61));
    assertThat(id(chain)).contains("NEW");
  }

  @Test
  void oneRenewalHoldsUpNobodyWhoseCredentialsAreInForce() {
    List<String> reads = new ArrayList<>();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    CredentialsChain chain =
        chain(
            () -> {
              if (!reads.isEmpty()) {
                asked.countDown();
                await(answer);
              }
              return temporary("A" + reads.size(), reads, Duration.ofHours(1));
            });
    assertThat(id(chain)).contains("A0");
    now = now.plus(Duration.ofMinutes(56));
    CompletableFuture<Optional<String>> renewal = CompletableFuture.supplyAsync(() -> id(chain));
    await(asked);
    assertThat(id(chain)).contains("A0");
    answer.countDown();
    assertThat(renewal.join()).contains("A1");
    assertThat(id(chain)).contains("A1");
  }

  private void webIdentity() throws IOException {
    Path token = Files.writeString(folder.resolve("web-identity"), "web.identity.token\n");
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    variables.put("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/keycloak");
    variables.put("AWS_ENDPOINT_URL_STS", aws.url());
    aws.answer(
        200,
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleWithWebIdentityResult><Credentials><SessionToken>
        %s</SessionToken><SecretAccessKey>s3cret</SecretAccessKey><Expiration>%s</Expiration>
        <AccessKeyId>WEB</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """
            .formatted(TOKEN, EXPIRATION));
  }

  private void file(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("credentials"), content);
    variables.put("AWS_SHARED_CREDENTIALS_FILE", file.toString());
  }

  private void container() {
    variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", aws.url() + "/v1/credentials");
    aws.answer(200, JSON.formatted("CONTAINER", TOKEN, EXPIRATION));
  }

  private void instance() {
    properties.put("user.home", folder.toString());
    variables.remove("AWS_EC2_METADATA_DISABLED");
    variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.url() + "/");
    aws.answer(
        request ->
            switch (request.path()) {
              case "/latest/api/token" -> new Answer(200, "session");
              case "/latest/meta-data/iam/security-credentials/" -> new Answer(200, "keycloak");
              default -> new Answer(200, JSON.formatted("INSTANCE", TOKEN, EXPIRATION));
            });
  }

  private Optional<AwsCredentials> temporary(String id, List<String> reads, Duration life) {
    reads.add(id);
    return Optional.of(
        new AwsCredentials(id, "s3cret", Optional.of("token"), Optional.of(now.plus(life))));
  }

  private static Optional<AwsCredentials> failed(List<String> reads) {
    reads.add("failed");
    return Optional.empty();
  }

  private Optional<String> keyId() {
    return id(chain());
  }

  private static Optional<String> id(CredentialsChain chain) {
    return chain.get().map(AwsCredentials::accessKeyId);
  }

  private CredentialsChain chain() {
    return CredentialsChain.ofProcess(
        new AwsEnvironment(properties::get, variables::get), "eu-west-1", () -> now);
  }

  private CredentialsChain chain(CredentialsSource source) {
    return new CredentialsChain(List.of(source), () -> now);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
