package io.github.phoneidentity.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {

  @Test
  void mediansOfWhatFollowsTheWarmUp() throws Exception {
    Iterator<Double> measured = List.of(1000.0, 4.0, 2.0, 9.0).iterator();
    Iterator<Double> against = List.of(1000.0, 1.0, 3.0, 2.0).iterator();

    Ratio ratio = Pairs.of(1, 3, measured::next, against::next);

    assertThat(ratio).isEqualTo(new Ratio(4, 2));
    assertThat(ratio.value()).isEqualTo(2);
  }

  @Test
  void eachSideIsFirstInEveryOtherPair() throws Exception {
    List<String> order = new ArrayList<>();

    Pairs.of(0, 2, () -> noted(order, "a"), () -> noted(order, "b"));

    assertThat(order).containsExactly("a", "b", "b", "a");
  }

  private static double noted(List<String> order, String side) {
    order.add(side);
    return 1;
  }

  @Test
  void medianOfAnEvenNumberIsTheMeanOfTheMiddleOnes() {
    assertThat(Pairs.median(List.of(1.0, 10.0, 3.0, 2.0))).isEqualTo(2.5);
  }
}
