package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "score C:\\results\\uce images | score,C:\\results\\uce,images",
                "score \"C:\\my results\\uce\" | score,C:\\my results\\uce",
                "score \"C:\\my results\\\" | score,C:\\my results\\",
                "score \\\\server\\share\\a | score,\\\\server\\share\\a",
                "--prompts https://example.org/a.csv // from afar | --prompts,https://example.org/a.csv",
                "--prompts 'a // b' -o x; | --prompts,a // b,-o,x",
                "--prompts \"a // b\"; // why | --prompts,a // b",
                "--prompts=\"my file.csv\" --limit=3 | --prompts=my file.csv,--limit=3",
                "'a;' b;; | a;,b",
                "dog's 'tis here | dog's,'tis,here",
                "\"say \\\"hi\\\"\" x | say \"hi\",x"
            })
    void readsTheCellItselfWhereTheKernelTellsIt(String written, String expected) {
        String source = "var a = 1;\nTable t = %clip " + written + "\nt.rowCount()";
        assertEquals(List.of(expected.split(",")), Arguments.of("clip", Arguments.splitByKernel(written), source));
    }

    @Test
    void aCellMagicsLinesMayHaveQuotesAndComments() {
        String source = "%%clip score // the images\n'my images'   // here\n--prompts \"a // b\";\n  // nothing\n-o x";
        List<String> given = Magics.withBody(
                Arguments.splitByKernel(" score // the images"), source.substring(source.indexOf('\n') + 1));
        assertEquals(
                List.of("score", "my images", "--prompts", "a // b", "-o", "x"), Arguments.of("clip", given, source));
    }

    @Test
    void anotherMagicOfTheSameCellIsNotTaken() {
        String source = "%clip score C:\\a\n%clip score C:\\b";
        assertEquals(List.of("score", "C:\\b"), Arguments.of("clip", List.of("score", "C:b"), source));
    }

    @Test
    void withoutTheCellTheKernelsArgumentsAreRepaired() {
        assertEquals(List.of("score", "a b"), Arguments.of("clip", List.of("score", "'a", "b';"), null));
        assertEquals(List.of("score", "x"), Arguments.of("clip", List.of("score", "x"), "String s = \"other\";"));
    }

    private static List<String> repair(String... args) {
        return Arguments.repair(List.of(args));
    }
}
