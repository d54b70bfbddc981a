package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats in which SMS services may send receipts. */
class ReceiptFormatTest {

  @ParameterizedTest
  @CsvSource({
    "application, json, , true",
    "APPLICATION, JSON, utf-8, true",
    "text, plain, UTF-8, true",
    "application, x-www-form-urlencoded, , true",
    "application, x-www-form-urlencoded, UTF-16, false",
    "application, x-www-form-urlencoded, none, false",
    "application, json, iso-8859-1, false",
    "multipart, form-data, , false",
    "text, html, , false",
    "text, *, , false",
    "*, *, , false",
  })
  void isJsonTextOrAFormInUtf8(String type, String subtype, String charset, boolean allowed) {
    MediaType mediaType =
        new MediaType(
            type,
            subtype,
            charset == null ? Map.of() : Map.of(MediaType.CHARSET_PARAMETER, charset));

    assertThat(RequestHeaders.isOfReceipts(mediaType)).isEqualTo(allowed);
  }

  @Test
  void lengthOfAFormIsThatOfItsNamesAndValues() {
    assertThat(Receipts.length(Map.of())).isZero();
    assertThat(Receipts.length(Map.of("ab", List.of("c", "def"), "g", List.of("")))).isEqualTo(9);
  }
}
