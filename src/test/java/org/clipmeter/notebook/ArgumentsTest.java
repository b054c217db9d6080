package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void joinsWhatSingleQuotesEnclose() {
        assertEquals(List.of("score", "my images/a b", "-o", "x"), repair("score", "'my", "images/a", "b'", "-o", "x"));
    }

    @Test
    void joinsAQuotedValueOfAnOption() {
        assertEquals(List.of("--prompts=my prompts.csv", "dir"), repair("--prompts='my", "prompts.csv'", "dir"));
    }

    @Test
    void unquotesASingleWord() {
        assertEquals(List.of("images"), repair("'images'"));
    }

    @Test
    void keepsApostrophesInsideWords() {
        assertEquals(List.of("a", "dog's", "life"), repair("a", "dog's", "life"));
        assertEquals(List.of("'tis", "here"), repair("'tis", "here"));
    }

    @Test
    void dropsATrailingSemicolon() {
        assertEquals(List.of("score", "dir"), repair("score", "dir;"));
        assertEquals(List.of("score", "a b"), repair("score", "'a", "b';"));
        assertEquals(List.of("score"), repair("score", ";"));
        assertEquals(List.of(), repair(";"));
    }

    @Test
    void dropsATrailingComment() {
        assertEquals(List.of("--limit", "3"), repair("--limit", "3", "//", "a", "few"));
        assertEquals(List.of("--limit", "3"), repair("--limit", "3;", "//three"));
    }

    private static List<String> repair(String... args) {
        return Arguments.repair(List.of(args));
    }
}
