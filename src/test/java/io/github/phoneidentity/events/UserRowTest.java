package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UserRowTest {

  @Test
  void everyColumnMattersAndWhereAValueStands() {
    List<UserRow> rows =
        List.of(
            UserRow.of(true, "kim", "a@b.kr", true, "Min", "Lee"),
            UserRow.of(false, "kim", "a@b.kr", true, "Min", "Lee"),
            UserRow.of(true, "lee", "a@b.kr", true, "Min", "Lee"),
            UserRow.of(true, "kim", "c@b.kr", true, "Min", "Lee"),
            UserRow.of(true, "kim", "a@b.kr", false, "Min", "Lee"),
            UserRow.of(true, "kim", "a@b.kr", true, "MinLee", ""),
            UserRow.of(true, "kim", "a@b.kr", true, "MinLee", null),
            UserRow.of(true, "kim", "a@b.kr", true, null, "MinLee"),
            UserRow.of(true, "kim", null, true, "Min", "Lee"));

    assertThat(rows).doesNotHaveDuplicates();
    assertThat(rows.get(0)).isEqualTo(UserRow.of(true, "kim", "a@b.kr", true, "Min", "Lee"));
    assertThat(rows.get(0).profile()).hasSize(64);
  }
}
