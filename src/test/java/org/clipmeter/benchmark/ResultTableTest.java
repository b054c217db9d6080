package org.clipmeter.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ResultTableTest {
    @Test
    void aRowHoldsMediansSpreadsTheRatioAndTheTarget() {
        String table = ResultTable.of(List.of(
                new TimedComparison("scores", "batches", 10, 1.0, List.of(1.0, 2.0, 4.0), List.of(2.0, 2.0, 5.0)),
                new TimedComparison("start", "Python", 0, null, List.of(2.5), List.of(10.0))));
        assertEquals(
                """
                | work   | beside  | clipmeter             | the other             | times faster         | target  |
                |--------|---------|-----------------------|-----------------------|----------------------|---------|
                | scores | batches | 5.00/s (2.50–10.0)    | 5.00/s (2.00–5.00)    | 1.25× (1.00–2.00)    | ≥ 1.00× |
                | start  | Python  | 2.50 s (2.50–2.50)    | 10.0 s (10.0–10.0)    | 4.00× (4.00–4.00)    |         |
                """.replaceAll(" +\\|", " |").replaceAll("-+", "-"),
                table.replaceAll(" +\\|", " |").replaceAll("-+", "-"));
    }

    @Test
    void numbersKeepThreeDigitsThatMeanSomething() {
        assertEquals("123", ResultTable.number(123.4));
        assertEquals("100", ResultTable.number(99.96));
        assertEquals("12.3", ResultTable.number(12.34));
        assertEquals("1.23", ResultTable.number(1.234));
        assertEquals("0.123", ResultTable.number(0.1234));
    }
}
