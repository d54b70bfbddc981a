package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shipped templates of e-mails, filled in as Keycloak does it. */
class MailTemplateTest {

  private static final String BODY = "Code for Tom & <b>Jo</b>: 123456\nsecond line\n\nEnd";

  @Test
  void htmlEscapesTheMessageAndKeepsItsParagraphsAndLines() throws Exception {
    assertThat(fill("html"))
        .isEqualTo(
            """
            <body><p>Code for Tom &amp; &lt;b&gt;Jo&lt;/b&gt;: 123456<br>second line</p>
            <p>End</p>
            </body>\
            """);
  }

  @Test
  void plainTextIsTheMessageAsItIs() throws Exception {
    assertThat(fill("text")).isEqualTo(BODY);
  }

  private static String fill(String format) throws IOException, TemplateException {
    StringTemplateLoader layout = new StringTemplateLoader();
    layout.putTemplate("html/template.ftl", "<#macro emailLayout><body><#nested></body></#macro>");
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setTemplateLoader(
        new MultiTemplateLoader(
            new TemplateLoader[] {
              layout, new FileTemplateLoader(new File("themes/phone-identity/email"))
            }));
    StringWriter out = new StringWriter();
    configuration
        .getTemplate(format + "/phone-identity-mail.ftl", "UTF-8")
        .process(Map.of("body", BODY), out);
    return out.toString();
  }
}
