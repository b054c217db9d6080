package org.clipmeter.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class OneLineTest {
    @Test
    void escapesWhatATerminalOrAPageWouldActOn() {
        assertEquals(
                "a\\u000ab\\u001bc\\u202ed\\u2028e\\u0000f\\ud800",
                OneLine.of("a\nb\u001bc\u202ed\u2028e\0f" + (char) 0xd800));
    }

    @Test
    void leavesOrdinaryTextOfAnyScriptAsItIs() {
        assertEquals("größe 東京 🙂 <b>", OneLine.of("größe 東京 🙂 <b>"));
    }

    @Test
    void cutsAt500CharactersAndNeverInsideAnEscape() {
        assertEquals("x".repeat(500), OneLine.of("x".repeat(500)));
        assertEquals("x".repeat(499) + "…", OneLine.of("x".repeat(501)));
        assertEquals("x".repeat(498) + "…", OneLine.of("x".repeat(498) + "\n\n"));
    }

    @Test
    void keepsTheEndOfALongNameSinceFilesDifferThere() {
        assertEquals("…_17.png", OneLine.name("results/uce_clip_score_1_17.png", 8));
        assertEquals("a.png", OneLine.name("a.png", 8));
        assertEquals(20, OneLine.name("\n".repeat(9000), 20).length());
    }
}
